"""Response times of the running app with many visitors."""
