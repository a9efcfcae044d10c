"""Hyper-parameters chosen on validation people, for every model that a fit makes."""
