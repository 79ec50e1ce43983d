"""Holds the archive."""
