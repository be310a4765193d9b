"""Fixtures that every room's tests have."""

from tests.browser import chromium, desktop, phone  # noqa: F401 — pytest finds fixtures by import
