"""Zoom's attendance reports: read by meaning, matched to registrations, settled by a person.

`reading` turns a file into rows, `matching` says whose they are, `importing` keeps them, `deciding`
is what a person settles. Never by likeness: what is not certain waits for somebody to confirm it.
"""
