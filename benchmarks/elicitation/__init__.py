"""Ranking after adaptive questions, on held-out users."""
