"""The steps of clustering, one a file: collapse, smooth, find cores, merge, assign."""
