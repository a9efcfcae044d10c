"""What columns, keys and numbers of a table mean, told or found out."""
