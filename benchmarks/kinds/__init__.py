"""How well kinds are told, by the shipped word lists and by what `voc train kinds` learns."""
