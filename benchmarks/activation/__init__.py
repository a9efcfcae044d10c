"""Activation sparsity: by familiarity, under shift, and in our autoencoder."""
