"""One session stepped through: figures of a belief and the numbers behind them."""
