"""What a belief looks like: axes of taste, what each answer taught, the map of all questions."""
