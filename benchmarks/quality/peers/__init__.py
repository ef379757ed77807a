"""What a user would take instead of voc."""
