"""What voc asks of the world: one protocol a file."""
