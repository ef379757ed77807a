"""What a ticket says: made safe, cleaned, and read."""
