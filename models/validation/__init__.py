"""What validation people decide: how well known a list may be, and what is asked."""
