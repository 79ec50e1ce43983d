"""Holds the scorers of dragoman evaluate."""
