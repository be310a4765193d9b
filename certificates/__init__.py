"""Constancias: who has earned one, and why not."""
