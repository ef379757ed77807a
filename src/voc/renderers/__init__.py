"""Reports and tables as bytes and text."""
