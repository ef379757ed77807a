"""Whether voc sees what rises, and only that: planted series of known shape."""
