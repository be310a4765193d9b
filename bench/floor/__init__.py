"""The bare floor of this machine: a Django project that does one indexed read, or one insert.

Served by the same web server with the same settings, on the same kind of database, so that what the
site costs can be told from what the machine costs.
"""
