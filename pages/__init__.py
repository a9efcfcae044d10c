"""The pages of the app, one file each: a page arranges components and computes nothing."""
