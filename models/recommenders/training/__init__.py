"""Fits recommenders with torch; serving never imports it."""
