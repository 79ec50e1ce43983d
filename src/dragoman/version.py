"""Owns the version number, read by the build and stamped on every coded event."""

__version__ = "0.1.0"
