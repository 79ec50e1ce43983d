"""Holds events, statements and judgements."""
