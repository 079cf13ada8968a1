"""The environment of templates, with what the design system cannot know by itself."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment

from alongside.lib.addresses import inside, outside
from alongside.ui import jinja


def environment(**options: Any) -> Environment:
    """That of the design system; with `url` from addresses that are kept, and `own_url` for those outside
    any assistance."""
    env = jinja.environment(**options)
    env.globals |= {"url": inside, "own_url": outside}
    return env
