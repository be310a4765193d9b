"""A rule says no, in a sentence the person can read: one exception for the whole house."""

from padron.refusal import Refusal

__all__ = ["Refusal"]
