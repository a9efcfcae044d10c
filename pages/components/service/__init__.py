"""What whoever runs the service needs of a process: its state, an end without loss, figures."""
