"""The recipe by which the English word vectors in the package are made from a sentence model."""
