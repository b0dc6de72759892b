"""Decisions over HTTP: what `evaluate`, `timeline` and the check say, asked by other programs."""
