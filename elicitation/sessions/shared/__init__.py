"""What the processes of one service hold in common besides sessions: leases, files, choices."""
