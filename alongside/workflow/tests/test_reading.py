"""What is sent is read safely, or refused with a sentence."""

from __future__ import annotations

import io

import pytest

from alongside.workflow import reading
from alongside.workflow.reading import Unreadable, parse, read
from alongside.workflow.tests.drawn import drawn, line, report

SIMPLE = drawn(line("startEvent", "userTask", "endEvent"))
BOMB = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \n", "The file is empty."),
        (BOMB, "The file has a document type declaration (DTD), which may hide anything: remove it."),
        (b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>', "The file has a document type declaration (DTD)"),
        (b"<d>" * 300 + b"</d>" * 300, "The file's elements stand more than 200 deep in each other."),
        (b"<d>", "The file is not XML: "),
        (b"PK\x03\x04 a spreadsheet", "The file is not XML: "),
    ],
)
def test_what_is_no_diagram_is_refused_with_a_sentence(text: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(text)
    assert str(refused.value).startswith(why)


class Endless(io.RawIOBase):
    """A file that never ends, and counts how much of it was read."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        self.taken += size
        return b"x" * size


def test_a_file_that_is_too_large_is_refused_while_it_is_read() -> None:
    endless = Endless()
    with pytest.raises(Unreadable) as refused:
        read(endless)  # type: ignore[arg-type]
    assert (endless.taken, str(refused.value)[:34]) == (50 * 2**20, "The file is larger than 50 MB. Dia")


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbf" + SIMPLE,
        SIMPLE.decode().encode("utf-16"),
        b'\n\n<?xml version="1.0" encoding="UTF-8"?>' + SIMPLE,
        b'<?xml version="1.0" encoding="UTF-16"?>' + SIMPLE,
        SIMPLE.replace(b"<process", b"<vendor:thing/><process"),
        SIMPLE.replace(
            b"http://www.omg.org/spec/BPMN/20100524/MODEL", b"http://schema.omg.org/spec/BPMN/2.0"
        ),
        SIMPLE.replace(b'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"', b""),
    ],
    ids=["mark", "utf-16", "blank lines", "wrong encoding", "unknown prefix", "old vocabulary", "none"],
)
def test_what_other_tools_write_is_read(text: bytes) -> None:
    assert report(text).finished


def test_a_file_of_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ELEMENTS", 3)
    with pytest.raises(Unreadable) as refused:
        parse(SIMPLE)
    assert str(refused.value) == "The file has more than 3 elements."
