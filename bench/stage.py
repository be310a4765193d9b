"""Plays scenes, each in a process of its own that is forked from one which has loaded the site.

`bench.site.Site.scene` talks to it: to the port that it prints comes one line of JSON, the name of
a scene and its facts; the answer is what the scene returned. Of one that failed the log tells why.
"""

import json
import socketserver
import sys

import django
from django.db import connections

from bench.scene import find


class Play(socketserver.StreamRequestHandler):
    def handle(self):
        scene, facts = self.server.asked
        returned = scene(**facts)
        connections.close_all()
        self.wfile.write(json.dumps(returned).encode())


class Stage(socketserver.ForkingMixIn, socketserver.TCPServer):
    request_queue_size = 64

    def process_request(self, request, client_address):
        with request.makefile() as line:
            name, facts = json.loads(line.readline())
        # Loaded before the fork: who plays another of the same module finds it there.
        self.asked = find(name), facts
        super().process_request(request, client_address)


if __name__ == "__main__":
    django.setup()
    with Stage(("127.0.0.1", 0), Play) as stage:
        print(stage.server_address[1], flush=True)
        # What a scene prints is for the log.
        sys.stdout = sys.stderr
        stage.serve_forever()
