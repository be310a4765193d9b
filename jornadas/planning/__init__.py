"""Planning: programmes, groups, events and what they use, on pages for the institute's staff."""
