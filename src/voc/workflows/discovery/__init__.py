"""The steps of a discover run: when it is, what it looks at, what it says of what it found, what it leaves behind."""
