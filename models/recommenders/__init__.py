"""Recommenders: scores of all items from a history, and how each is fitted."""
