"""Whether a report was filed already, on trackers whose people said what is a duplicate."""
