"""The setting that names the host of files."""

from __future__ import annotations

import pytest

from alongside.site.environment import Misconfigured, other_host

PAGES = ["https://help.example.org", "http://localhost:8000"]


def test_files_have_a_host_beside_those_of_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALONGSIDE_FILES_HOST", raising=False)
    assert other_host("ALONGSIDE_FILES_HOST", than=PAGES) == ""
    for good in ("files.example.org", "Files.Example.org:8443", "127.0.0.1:9000"):
        monkeypatch.setenv("ALONGSIDE_FILES_HOST", good)
        assert other_host("ALONGSIDE_FILES_HOST", than=PAGES) == good.lower()
    for bad in (
        "help.example.org",
        "localhost:9000",
        "https://files.example.org",
        "files/",
        "a b",
        "-x",
        ":80",
    ):
        monkeypatch.setenv("ALONGSIDE_FILES_HOST", bad)
        with pytest.raises(Misconfigured):
            other_host("ALONGSIDE_FILES_HOST", than=PAGES)
