"""Kinds learned from a user's own labels: what is seen of a text, how it is fitted, how it decides."""
