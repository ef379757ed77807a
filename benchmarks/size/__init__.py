"""What voc weighs: its wheel, and the time until a command can start."""
