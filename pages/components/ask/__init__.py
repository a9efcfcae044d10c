"""The page that asks: start, question cards, the dialog of an item."""
