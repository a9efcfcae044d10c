"""The service under load and faults: two replicas, PostgreSQL, and everybody's answers counted."""
