"""What a person should look at, found among what stands."""
