"""Personal data -> typed placeholders, before anything is stored."""
