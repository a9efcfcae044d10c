"""Linear item-item models: their algebra, and the choice of penalty and row weights."""
