"""Ten people who answer while somebody floods the server."""
