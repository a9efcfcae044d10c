"""What to recommend: scores, one person's list, its stability, lists for groups."""
