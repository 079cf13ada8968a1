"""The environment of templates, with the one thing that the design system cannot know by itself."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment

from alongside.lib.addresses import outside
from alongside.ui import jinja


def environment(**options: Any) -> Environment:
    """That of the design system; and `own_url`, for addresses outside any assistance."""
    env = jinja.environment(**options)
    env.globals["own_url"] = outside
    return env
