"""Data the program reads at run time: word lists, header aliases, patterns."""
