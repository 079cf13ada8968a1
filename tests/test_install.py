"""How the installer follows pip's configuration, and what the locks may say."""

from __future__ import annotations

import re

import pytest

from tools import install

LISTING = """\
:env:.cert='/etc/ssl/own.pem'
:env:.index-url='https://first.example/simple'
global.cert='/etc/ssl/other.pem'
global.extra-index-url='https://second.example/simple\\nhttps://third.example/simple'
global.index-url='https://last.example/simple'
install.index-url='https://next.example/simple'
install.find-links='/wheels /more-wheels'
list.format='columns'
"""


def test_the_environment_counts_more_than_files_and_other_commands_count_nothing() -> None:
    assert install.pip_settings(LISTING) == {
        "cert": "/etc/ssl/own.pem",
        "index-url": "https://first.example/simple",
        "extra-index-url": "https://second.example/simple\\nhttps://third.example/simple",
        "find-links": "/wheels /more-wheels",
    }


@pytest.mark.parametrize(
    ("pip", "uv"),
    [
        ({}, {}),
        ({"index-url": "https://a.example"}, {"UV_DEFAULT_INDEX": "https://a.example"}),
        (
            {"extra-index-url": "https://a.example\\nhttps://b.example"},
            {"UV_INDEX": "https://a.example https://b.example", "UV_INDEX_STRATEGY": "unsafe-best-match"},
        ),
        ({"find-links": "/a /b"}, {"UV_FIND_LINKS": "/a,/b"}),
        ({"no-index": "true"}, {"UV_NO_INDEX": "1"}),
        ({"no-index": "false"}, {}),
        ({"trusted-host": "a.example"}, {"UV_INSECURE_HOST": "a.example"}),
        ({"cert": "/own.pem"}, {"SSL_CERT_FILE": "/own.pem"}),
        ({"client-cert": "/me.pem"}, {"SSL_CLIENT_CERT": "/me.pem"}),
        ({"proxy": "http://proxy.example:3128"}, {"ALL_PROXY": "http://proxy.example:3128"}),
        ({"default-timeout": "180"}, {"UV_HTTP_TIMEOUT": "180"}),
        ({"timeout": "60"}, {"UV_HTTP_TIMEOUT": "60"}),
        ({"disable-pip-version-check": "1"}, {}),
    ],
)
def test_pips_settings_are_said_in_uvs_words(pip: dict[str, str], uv: dict[str, str]) -> None:
    assert install.translate(pip) == uv


def pins(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9._-]+==\S+)", install.LOCKS[lock].read_text(), flags=re.MULTILINE))


def test_one_environment_can_hold_both_locks() -> None:
    assert pins("product") - pins("test") == set()
    assert len(pins("product")) > 20


@pytest.mark.parametrize("lock", install.LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    assert re.findall(r"\w+://\S+|--(?:index|extra|find)\S*", install.LOCKS[lock].read_text()) == []


def test_what_the_stamp_says_changes_with_the_lock() -> None:
    assert install.wanted("product") != install.wanted("test")
