"""What pages are made of, one package for each part of the app."""
