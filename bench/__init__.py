"""Measurements: where the figures in the documentation come from."""
