"""Themes become scores, ranks, trends and a report."""
