"""Holds what leaves the program."""
