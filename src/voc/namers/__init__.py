"""Language models that propose titles, one file each, behind ``ports.namer``."""
