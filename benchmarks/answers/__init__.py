"""Questions needed by each policy, on real answers."""
