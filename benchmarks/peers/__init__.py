"""Models of other libraries on the same users."""
