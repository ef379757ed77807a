"""What voc was measured to do, each measurement one command."""
