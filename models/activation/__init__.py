"""Activation sparsity of networks: tasks, networks, training, statistics."""
