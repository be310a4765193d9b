"""How the web server runs the site. `script/server` and a real installation use the same file.

    gunicorn -c config/gunicorn.py -b 127.0.0.1:8000 config.wsgi

The figures behind the choices are in docs/decisions/0003-web-server-and-worker.md.
"""

import gc
import os

worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
# Few: Python runs one thread of a process at a time, SQLite lets one write. The others wait for
# slow phones, and that is all they are for.
threads = 8
# Imported once and then forked, so that the processes share their memory.
preload_app = True

# A phone asks for a page and its files over one connection; a gate scans every few seconds.
keepalive = 15
# The longest request is a list of some thousand people as PDF.
timeout = 60
graceful_timeout = 10

# The signs of life of the processes are files: in memory, they wait for no disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
control_socket_disable = True
accesslog = None  # addresses and paths are personal data; the proxy in front keeps what it must
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")


def when_ready(server):
    """What is alive now lives as long as the site: the collector need not look at it in the middle
    of a request, and so the processes need no copy of their own (as config/serve.py does)."""
    gc.collect()
    gc.freeze()
    # A request makes some ten thousand objects, of which next to none has to be collected: to look
    # for it every 700 took a fourteenth of a registration.
    gc.set_threshold(20_000, 20, 20)


def post_fork(server, worker):
    """No database connection may cross a fork."""
    from django.db import connections

    connections.close_all()
