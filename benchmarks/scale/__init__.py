"""A fit on made-up catalogues of every size: time and memory of each stage, and what quality."""
