"""No, complete and partial pooling, by number of answers and clicks."""
