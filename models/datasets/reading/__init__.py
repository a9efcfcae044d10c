"""Reads other people's tables: what they are in, what their columns and ratings mean.

sources and dialects (bytes) < tables (rows) < columns, exports (meaning) < scales (ratings)
< items, interactions (records) < folder (a data set and its report).
"""
