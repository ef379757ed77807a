"""Roundup as a tracker of voc; of voc it uses ``voc.plugins`` and nothing else."""
