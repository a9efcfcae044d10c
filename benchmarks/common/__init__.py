"""What benchmarks share: options, the report, seeds."""
