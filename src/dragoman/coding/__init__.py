"""Holds one module per question asked of a sentence."""
