"""The page of sparsity, first half: sparse data and hash collisions."""
