"""People whose taste is a rule that anybody can read, and their lists."""
