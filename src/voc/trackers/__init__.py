"""Where issues are filed."""
