"""The embedding table: exactness, speed, memory, and the cost of collisions."""
