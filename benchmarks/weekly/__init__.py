"""What one more week costs on a large store."""
