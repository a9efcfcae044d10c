"""What was learned from everybody: catalogues, recommenders, base rewards, artifacts."""
