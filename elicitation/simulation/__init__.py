"""Simulated users and whole sessions with them."""
