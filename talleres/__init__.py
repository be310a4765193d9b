"""Workshops: what they ask and give beyond an event."""
