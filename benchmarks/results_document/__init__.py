"""Writes docs/results.md and the README's headline numbers from benchmarks/results."""
