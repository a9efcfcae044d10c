"""What to ask next: policies, the exact search for a pair, sets, stopping rules."""
