"""The page of a person's taste: its name, and the answers that it comes from."""
