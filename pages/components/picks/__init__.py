"""The page of recommendations: ranking, filters, sharing, the picture."""
