"""Holds the state of a peace process, computed from events."""
