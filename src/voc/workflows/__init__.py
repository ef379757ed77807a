"""The shell: one file per command, each reads like a recipe."""
