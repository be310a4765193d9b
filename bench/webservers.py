"""Forks a web server that leads a process group of its own for each line it reads and says its
process id, then, once it has ended, that.

`bench.site.WebServers` talks to it; its first argument is where the server listens.
"""

import os
import sys

from gunicorn.app.wsgiapp import WSGIApplication

from config import wsgi  # noqa: F401 — loads the site, once, for all of them
from config.processes import fork

address = sys.argv[1]


def serve() -> None:
    os.setsid()
    sys.argv = ["gunicorn", "-c", "config/gunicorn.py", "-b", address, "config.wsgi:application"]
    WSGIApplication().run()


for _ in sys.stdin:
    server = fork(serve)
    print(server, flush=True)
    os.waitpid(server, 0)
    print("ended", flush=True)
