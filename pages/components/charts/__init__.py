"""Figures that several pages share, and the comparison of models."""
