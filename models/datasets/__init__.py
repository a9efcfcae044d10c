"""Catalogues and interactions: MovieLens, goodbooks, folders of CSV files, downloads."""
