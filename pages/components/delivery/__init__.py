"""What a browser gets before a page runs: compressed files and the document around the app."""
