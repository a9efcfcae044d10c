"""Care for a database file: whether it is whole, and a copy of it while people answer."""
