"""Addresses within this house: outside the mount `/for/<assistance>/`, below it, and safe to be sent to."""

from __future__ import annotations

import re
import uuid
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf, reverse, set_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme

# What is added to the script's name while the pages are somebody's who is being helped.
MOUNT = re.compile(r"for/[0-9a-f-]{36}/$")
# Browsers drop tabs and line ends, and read a backslash as a slash: none of them belongs in an address.
PLAIN = re.compile(r"/[!-\[\]-~]*")
LONGEST = 1500


def inside(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page, within the assistance the request came through, if any. Raises
    `NoReverseMatch`."""
    urlconf = get_urlconf() or settings.ROOT_URLCONF
    return get_script_prefix() + _path(urlconf, name, args, tuple(kwargs.items()))


def outside(name: str, *args: object) -> str:
    """The address of a named page as oneself, also from a page below the mount: the console, signing
    out, one's own account. Raises `NoReverseMatch`."""
    return _root() + _path(settings.ROOT_URLCONF, name, args, ())


def below(assistance_id: uuid.UUID, path: str = "/") -> str:
    """The address of a path of the people's pages (`/forms/permit/`) for whom this assistance helps."""
    return f"{_root()}for/{assistance_id}{path}"


def origin_of(domain: str) -> str:
    """Scheme, host and port under which a house is reached from outside, as letters write it: as
    `ALONGSIDE_ORIGINS` has it for this domain. Where nothing is said, without TLS, the port that this server
    answers at: then it is a laptop's."""
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        parts = urlsplit(origin)
        if parts.hostname == domain:
            return f"{parts.scheme}://{parts.netloc}"
    if settings.HTTPS:
        return f"https://{domain}"
    port = settings.SERVED_PORT
    return f"http://{domain}" if port in (None, 80) else f"http://{domain}:{port}"


def own_path(text: str | None) -> str | None:
    """The text when it is a path of this very site that a redirect may lead to, else None.

    It may have a query. It names no host in any spelling that a browser follows, and does not climb
    with dots, which would lead out of the mount that it is put below.
    """
    if not text or len(text) > LONGEST or not PLAIN.fullmatch(text) or text.startswith("//"):
        return None
    if not url_has_allowed_host_and_scheme(text, allowed_hosts=None):
        return None
    steps = unquote(text.partition("?")[0].partition("#")[0]).split("/")
    return None if {".", ".."} & set(steps) or "\\" in "".join(steps) else text


def came_from(request: HttpRequest) -> str | None:
    """The path of the page of this site that the request was sent from, if the browser says so."""
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return None
    if page.netloc != request.get_host():
        return None
    return own_path(page.path + (f"?{page.query}" if page.query else ""))


@lru_cache(maxsize=2000)
def _path(urlconf: str, name: str, args: tuple[object, ...], kwargs: tuple[tuple[str, object], ...]) -> str:
    """The part of an address that follows the prefix. Django's `reverse` compiles a pattern for each
    prefix that it meets, so it never hears of the one that names an assistance: most of a millisecond
    for each link of a page."""
    house = get_script_prefix()
    set_script_prefix("/")
    try:
        return reverse(name, urlconf=urlconf, args=args, kwargs=dict(kwargs)).removeprefix("/")
    finally:
        set_script_prefix(house)


def _root() -> str:
    """Where the house itself begins: `/`, unless it is served below some other path."""
    return MOUNT.sub("", get_script_prefix())
