"""A pure calculator about one person: what to ask, what to believe, what to recommend."""
