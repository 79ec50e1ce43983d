"""Holds where texts come from."""
