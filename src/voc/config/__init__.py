"""voc.yaml and the packaged defaults, read into frozen records."""
