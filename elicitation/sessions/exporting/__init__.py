"""A session as files, and what every column of them means."""
