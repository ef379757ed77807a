"""Whether titles and quotes are fit to be read, on public data."""
