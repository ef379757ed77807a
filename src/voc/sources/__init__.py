"""Readers of ticket exports, and what they share."""
