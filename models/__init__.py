"""What is learned from all users: data sets, recommenders, base rewards, the artifact, commands."""
