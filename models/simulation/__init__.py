"""Experiments with simulated users, beside the server or on a cluster."""
