"""Questions needed by each policy, on answers that real people gave."""
