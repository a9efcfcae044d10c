"""What stands at the foot of every page: light or dark."""
