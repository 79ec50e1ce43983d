"""Owns who: from the characters of a role filler to the actors for whom they stand."""
