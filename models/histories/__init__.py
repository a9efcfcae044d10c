"""A person's own ratings from elsewhere: read, matched to the catalogue, and what they say."""
