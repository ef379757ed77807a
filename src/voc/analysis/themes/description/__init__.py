"""What a theme is about, in its customers' own words: title, keyphrases, evidence."""
