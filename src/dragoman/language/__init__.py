"""Holds the parser, the tree and the encoder."""
