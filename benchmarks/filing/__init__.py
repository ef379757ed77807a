"""Whether each theme ends as exactly one issue, whatever breaks; and what a plan costs."""
