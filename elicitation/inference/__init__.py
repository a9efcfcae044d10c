"""From answers to a belief: choice model, reward basis, posterior, familiarity."""
