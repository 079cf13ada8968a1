"""The Jinja2 environment of every page of ours."""

import re
from typing import Any

from django.conf import settings
from django.forms.renderers import Jinja2 as JinjaFormRenderer
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse, set_script_prefix
from jinja2 import Environment, StrictUndefined

from alongside.ui import words

# What the assisting middleware adds to the script name while somebody is being helped.
MOUNT = re.compile(r"for/[0-9a-f-]{36}/$")


def environment(**options: Any) -> Environment:
    """Our environment: an unknown name in a template is an error, not an empty place."""
    env = Environment(  # noqa: S701 (Django passes autoescape=True)
        **options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    )
    env.globals |= {"url": url, "own_url": own_url, "static": static}
    env.filters |= {
        "ago": words.ago,
        "day": words.day,
        "moment": words.moment,
        "clock": words.clock,
        "spent": words.spent,
        "initials": words.initials,
    }
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page, within the assistance the request came through, if any."""
    return reverse(name, args=args, kwargs=kwargs)


def own_url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page as oneself, also from a page that serves somebody else:
    the console, signing out, one's own account."""
    prefix = get_script_prefix()
    set_script_prefix(MOUNT.sub("", prefix))
    try:
        return reverse(name, urlconf=settings.ROOT_URLCONF, args=args, kwargs=kwargs)
    finally:
        set_script_prefix(prefix)


class FormRenderer(JinjaFormRenderer):
    """Widgets are drawn by the design system's macros; this is for what libraries draw themselves."""
