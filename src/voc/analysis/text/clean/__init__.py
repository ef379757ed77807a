"""What a customer wrote -> the stretches of it that are theirs and worth reading."""
