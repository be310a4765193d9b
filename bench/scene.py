"""Runs a function of a module of scenes and prints what it returns as JSON.

    python -m bench.scene bench.jury_scenes judged '{"proposals": 500, "seats": 5}'

Django is set up first, so that such a module imports its models as any other does.
"""

import importlib
import json
import sys

import django


def main(module: str, name: str, facts: str) -> None:
    django.setup()
    print(json.dumps(getattr(importlib.import_module(module), name)(**json.loads(facts))))


if __name__ == "__main__":
    main(*sys.argv[1:])
