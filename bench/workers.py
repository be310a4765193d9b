"""Forks a worker for each line it reads and says its process id, then, once it has ended, that.

`bench.site.Workers` talks to it.
"""

import os
import sys

import django
from django.core.management import call_command

from config.processes import fork

django.setup()

for _ in sys.stdin:
    worker = fork(lambda: call_command("worker"))
    print(worker, flush=True)
    os.waitpid(worker, 0)
    print("ended", flush=True)
