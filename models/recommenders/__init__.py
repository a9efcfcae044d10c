"""Recommenders that score items from a history (NumPy), and the table of them."""
