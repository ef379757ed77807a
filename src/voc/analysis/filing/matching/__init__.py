"""Whether a theme was filed by a person already: existing issues by how much they are alike."""
