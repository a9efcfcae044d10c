"""What is made of fitted recommenders: ensembles, and scores tilted by popularity."""
