"""The command `alongside`."""

from __future__ import annotations

import argparse
import os
import sys

import django
from django.core.management import execute_from_command_line


def main() -> None:
    """Run one sub-command; what is not ours is Django's (`alongside migrate`, `python manage.py shell`)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")
    execute_from_command_line(sys.argv)
