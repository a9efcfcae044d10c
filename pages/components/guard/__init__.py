"""What a request must pass before the platform sees it: origin, route, rate, and message type."""
