"""What the whole weekly job costs."""
