from __future__ import annotations

import uuid

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix, set_urlconf
from pytest_django import Settings

from alongside.lib.addresses import below, came_from, inside, origin_of, outside, own_path

SITTING = uuid.UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7")

# Ways to lead a redirect somewhere else (security.md T-06): none may be followed.
ELSEWHERE = [
    "http://evil.example",
    "https://evil.example/",
    "HTTP://evil.example",
    "hTtPs://evil.example",
    "http:evil.example",
    "http:/evil.example",
    "http:///evil.example",
    "https:evil.example",
    "//evil.example",
    "//evil.example/",
    "///evil.example",
    "////evil.example",
    "//evil.example%2f..",
    "//evil.example@localhost",
    "//localhost@evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/\\\\evil.example",
    "\\evil.example",
    "/%5cevil.example",
    "/%5C%5Cevil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    "\n//evil.example",
    " //evil.example",
    "//evil.example ",
    "\x00//evil.example",
    "\x0b//evil.example",
    "/\x00/evil.example",
    "/\u2028/evil.example",
    "/\u200b/evil.example",
    "\u3000//evil.example",
    "/／evil.example",
    "／／evil.example",
    "。evil.example",
    "//evil。example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "/\njavascript:alert(1)",
    "data:text/html,hi",
    "vbscript:x",
    "mailto:eve@evil.example",
    "ftp://evil.example",
    "file:///etc/passwd",
    "evil.example",
    "evil.example/forms/",
    "?next=//evil.example",
    "#//evil.example",
    "@evil.example",
    ".evil.example",
    "../console/",
    "/../console/",
    "/forms/../../../console/",
    "/forms/./",
    "/%2e%2e/console/",
    "/%2E%2E/console/",
    "/.%2e/console/",
    "/forms/..",
    "/forms/%2e%2e?x",
    "/forms/..%2f..%2fconsole",
    "/forms with spaces/",
    "/Straße/",
    "//[evil",
    "http://[evil",
    "",
    "/" + "a" * 1500,
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_path_that_leads_elsewhere_is_not_our_own(text: str) -> None:
    assert own_path(text) is None


def test_no_path_is_not_our_own() -> None:
    assert own_path(None) is None


@pytest.mark.parametrize(
    "text",
    [
        "/",
        "/forms/permit/",
        "/forms/permit/?page=2&part=a",
        "/articles/a.b-c_d~e/",
        "/q?x=..",
        "/a%20b/",
        "/#top",
    ],
)
def test_a_path_of_this_site_is_our_own(text: str) -> None:
    assert own_path(text) == text


@pytest.mark.parametrize("prefix", ["/", f"/for/{SITTING}/"])
def test_an_address_outside_the_mount_is_the_same_from_everywhere(prefix: str) -> None:
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        assert outside("account_logout") == "/accounts/logout/"
        assert below(SITTING) == f"/for/{SITTING}/"
        assert below(SITTING, "/forms/permit/") == f"/for/{SITTING}/forms/permit/"
    finally:
        set_script_prefix(before)


@pytest.mark.parametrize("prefix", ["/", f"/for/{SITTING}/", "/help/", f"/help/for/{SITTING}/"])
@pytest.mark.parametrize(
    ("name", "args", "kwargs"),
    [
        ("portal:home", (), {}),
        ("portal:form", ("a-permit",), {}),
        ("portal:draft", ("permit", SITTING, 2), {}),
        ("console:person", (), {"person": 4711}),
    ],
)
def test_an_address_inside_is_what_django_says(
    prefix: str, name: str, args: tuple[object, ...], kwargs: dict[str, object]
) -> None:
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        for _ in range(2):  # also when it is known already
            assert inside(name, *args, **kwargs) == reverse(name, args=args, kwargs=kwargs)
        assert get_script_prefix() == prefix
    finally:
        set_script_prefix(before)


def test_below_the_mount_only_the_pages_of_the_portal_have_an_address() -> None:
    set_urlconf(settings.ASSISTED_URLCONF)
    try:
        assert inside("portal:home") == "/"
        with pytest.raises(NoReverseMatch):
            inside("console:home")
    finally:
        set_urlconf(None)
    assert inside("console:home") == "/console/"


def test_a_house_below_a_path_of_its_own_keeps_it() -> None:
    before = get_script_prefix()
    set_script_prefix(f"/help/for/{SITTING}/")
    try:
        assert outside("account_logout") == "/help/accounts/logout/"
        assert below(SITTING) == f"/help/for/{SITTING}/"
    finally:
        set_script_prefix(before)


@pytest.mark.parametrize(
    ("referer", "path"),
    [
        ("http://localhost/console/?x=1", "/console/?x=1"),
        ("https://localhost/console/", "/console/"),
        ("http://evil.example/console/", None),
        ("http://localhost.evil.example/", None),
        ("http://localhost@evil.example/", None),
        ("http://localhost//evil.example/", None),
        ("http://[evil", None),
        ("about:blank", None),
        ("", None),
    ],
)
def test_where_a_request_came_from_is_a_page_of_this_site(referer: str, path: str | None) -> None:
    request = RequestFactory(headers={"host": "localhost", "referer": referer}).get("/")

    assert came_from(request) == path


def test_letters_name_the_origin_that_is_configured_for_a_house(settings: Settings) -> None:
    settings.HTTPS = False
    settings.CSRF_TRUSTED_ORIGINS = ["https://council.example:8443", "https://*.other.example"]
    assert origin_of("council.example") == "https://council.example:8443"
    assert origin_of("town.example") == "http://town.example"
    settings.SERVED_PORT = 8000
    assert origin_of("town.example") == "http://town.example:8000"
    settings.HTTPS = True
    assert origin_of("town.example") == "https://town.example"
