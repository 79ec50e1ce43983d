"""Owns the routes of the pages: read the query, ask the desk, make one view, render it."""
