"""Measurements: each command prints a table and its claims; results are kept as JSON."""
