"""Signed lists that come back as photos: from a picture to rows that a person confirms.

`reader` looks at what was sent, in a process of its own; `reading` starts it and keeps what it made
out; `sheets` is what people do with that.
"""
