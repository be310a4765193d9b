"""Municipalities, sujetos obligados, public servants and their adscripción, accounts and roles."""
