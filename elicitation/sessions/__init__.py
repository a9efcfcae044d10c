"""What happened: events, the fold over them, their encoding and the store."""
