"""The process that measures: `alongside bench` starts it with a database of its own in its settings."""

from __future__ import annotations

import argparse
import json
import os
import sys
from importlib import import_module

import django

from alongside.command.bench.place import Place


def main(place: str, options: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")
    django.setup()
    asked = argparse.Namespace(**json.loads(options))
    measure = import_module(f"alongside.command.bench.{asked.bench}")
    measure.run(Place(**json.loads(place)), asked)


if __name__ == "__main__":
    main(*sys.argv[1:])
