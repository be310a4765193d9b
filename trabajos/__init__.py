"""Work that outlives a request: jobs with progress, and chores that the worker repeats."""
