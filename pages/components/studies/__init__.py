"""The pages of a study: its form, its board, a participant's way through it."""
