"""The page of sparsity, second half: activations of networks."""
