"""How voc speaks HTTP: where to, one request and its reply, how long to wait."""
