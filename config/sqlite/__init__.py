"""Django's SQLite, where those who want to write stand in line.

SQLite has one writer at a time and lets the others try again every so often: whoever is unlucky
each time gives up after `timeout` with "database is locked", and all sleep longer than needed.
Here a writer first takes its turn at a lock of the operating system (`flock` on a file beside the
database). It wakes the next one at once, about in the order they came, across threads and
processes, and lets go by itself when a process dies.
"""
