"""Holds what the program knows of the political world, as checked data."""
