"""Bring ratings from elsewhere, and take lists home."""
