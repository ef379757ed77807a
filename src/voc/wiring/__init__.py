"""Configuration to live back ends: which classes there are, and what a command gets opened."""
