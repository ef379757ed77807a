"""People's decisions about themes: checked, kept, replayed, exported and imported."""
