"""The public values and closed vocabularies; imports nothing of Dragoman."""
