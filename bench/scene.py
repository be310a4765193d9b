"""Runs a function of a module of scenes and prints what it returns as JSON.

    python -m bench.scene jury_scenes.judged '{"proposals": 500, "seats": 5}'
    python -m bench.scene crowd '{"people": 100}'         of bench/scenes.py

Django is set up first, so that such a module imports its models as any other does.
"""

import importlib
import json
import sys

import django


def main(name: str, facts: str) -> None:
    django.setup()
    module, _, function = name.rpartition(".")
    scenes = importlib.import_module(f"bench.{module or 'scenes'}")
    print(json.dumps(getattr(scenes, function)(**json.loads(facts))))


if __name__ == "__main__":
    main(*sys.argv[1:])
