"""One planted world in the dialects of many files: what each loses against clean stars."""
