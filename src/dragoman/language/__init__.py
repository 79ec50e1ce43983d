"""Holds the readers, triage, and the parser that some measurements ask."""
