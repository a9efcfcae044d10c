"""Learning after the fit: new events, update steps, publishing a new artifact."""
