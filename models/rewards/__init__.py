"""Base rewards learned from preferences, and the priors over a new user's coefficients."""
