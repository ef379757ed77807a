"""Themes that keep their id: known ones are found again, new ones are minted, what should change is proposed."""
