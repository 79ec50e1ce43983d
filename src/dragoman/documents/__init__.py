"""Holds the text as stored, and passages of it."""
