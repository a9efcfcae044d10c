"""Ways to combine a history with answers."""
