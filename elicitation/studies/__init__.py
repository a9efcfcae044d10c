"""Studies: their plan, predictions compared with answers, calibration, exports."""
