"""Linear item-item models: algebra, forms for few and many items, choice of the penalty."""
