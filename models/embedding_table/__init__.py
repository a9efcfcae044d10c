"""Embeddings by id: the collisionless table, the hashed table, admission and expiry."""
