"""Options, reports, seeds and AUC, shared by the benchmarks."""
