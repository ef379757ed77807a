"""Whether themes last: weeks of tickets, one after the other, and everything clustered anew."""
