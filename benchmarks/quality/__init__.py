"""How good the themes are, on public data with known answers."""
