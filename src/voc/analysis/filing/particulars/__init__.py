"""What the tickets of a theme say beside their quotes: versions, platforms, steps."""
