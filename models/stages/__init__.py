"""Stages of a fit: what each takes, and what a fit that was cut off has finished already."""
