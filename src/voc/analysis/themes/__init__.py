"""Clusters become themes that keep their ids, with titles and evidence."""
