"""Severity and tone by words, against what people set in a field."""
