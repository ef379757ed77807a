"""The nouns of voc: frozen records, in the order they come into being."""
