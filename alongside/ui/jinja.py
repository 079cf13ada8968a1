"""The Jinja2 environment of every page of ours."""

from typing import Any

from django.forms.renderers import Jinja2 as JinjaFormRenderer
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from jinja2 import Environment, StrictUndefined

from alongside.ui import words


def environment(**options: Any) -> Environment:
    """Our environment: an unknown name in a template is an error, not an empty place."""
    env = Environment(  # noqa: S701 (Django passes autoescape=True)
        **options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    )
    env.globals |= {"url": url, "static": static}
    env.filters |= {
        "ago": words.ago,
        "day": words.day,
        "moment": words.moment,
        "clock": words.clock,
        "spent": words.spent,
        "initials": words.initials,
    }
    return env


def one_token(request: HttpRequest) -> dict[str, object]:
    """Context processor: the token of a page's forms, made when the first of them is drawn. Django makes
    another disguise of the same secret for each form of a page, a tenth of the page's CPU."""
    return {"csrf_input": SimpleLazyObject(lambda: csrf_input(request))}


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page, within the assistance the request came through, if any."""
    return reverse(name, args=args, kwargs=kwargs)


class FormRenderer(JinjaFormRenderer):
    """Widgets are drawn by the design system's macros; this is for what libraries draw themselves."""
