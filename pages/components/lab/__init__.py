"""The page of the lab: form, progress and results of an experiment."""
