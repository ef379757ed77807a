"""Themes become drafts and plans; decisions only, nothing is written here."""
