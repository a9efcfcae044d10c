"""Fits recommenders with torch; serving never runs it."""
