"""Versioned privacy notices, and what each model declares as personal."""
