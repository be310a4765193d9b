"""Sealing: who can prove that a document is the one we made, and that nobody changed it.

`seals` signs a text (what a document says), `pdfs` the PDF itself, each with a key of its own that
`keys` keeps; `registry` is where rooms above say whose keys they are and record a change.
"""
