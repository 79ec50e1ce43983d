"""The archive at work: sources are taken in, watched, and told as what was known on a day."""
