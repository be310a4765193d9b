"""Constancias: who has earned one, issuing them, and proving what one says."""
