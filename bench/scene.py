"""Runs a function of a module of scenes and prints what it returns as JSON.

    python -m bench.scene jury_scenes.judged '{"proposals": 500, "seats": 5}'
    python -m bench.scene crowd '{"people": 100}'         of bench/scenes.py

Django is set up first, so that such a module imports its models as any other does.
"""

import importlib
import json
import sys
from collections.abc import Callable

import django


def find(name: str) -> Callable:
    module, _, function = name.rpartition(".")
    return getattr(importlib.import_module(f"bench.{module or 'scenes'}"), function)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(find(sys.argv[1])(**json.loads(sys.argv[2]))))
