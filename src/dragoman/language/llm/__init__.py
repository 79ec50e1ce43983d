"""Owns reading by a language model behind an address: prompt, answers, what they cost, and the reader itself."""
