"""Tables of any dialect as batches of rows: files, encodings, delimiters, single values."""
