"""Letters are read, whatever they are."""

from __future__ import annotations

import time

import pytest

from alongside.desk.mail import decoding, markup, quoting
from alongside.desk.mail.letters import Letter
from alongside.desk.mail.reading import LONGEST_TEXT, read
from alongside.desk.mail.tests.odd import PLAIN, letter, mixed, odd


def test_an_ordinary_letter_is_read() -> None:
    found = read(PLAIN)
    assert (found.sender, found.sender_name, found.to) == (
        "ann@example.com",
        "Ann Example",
        ("desk@council.example",),
    )
    assert (found.subject, found.message_id, found.text) == (
        "My bin",
        "1@example.com",
        "When is my bin emptied?",
    )
    assert (found.sent_at is not None, found.remarks, found.enclosures) == (True, (), ())


def test_no_letter_stops_the_reader() -> None:
    """Whatever comes out can be kept and shown, and comes soon."""
    letters = list(odd())
    assert len(letters) >= 200
    for raw in letters:
        begun = time.process_time()
        found = read(raw)
        assert time.process_time() - begun < 5, raw[:200]
        for text in (found.sender, found.subject, found.message_id, found.text, found.quoted, found.html):
            assert "\x00" not in text
            text.encode()
        assert len(found.text) <= LONGEST_TEXT
        assert "\n" not in found.sender + found.subject
        assert not any(
            bad in found.html.lower() for bad in ("<script", "<img", "onerror=", 'href="javascript')
        )


def test_what_cannot_be_understood_stands_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quoting, "split", lambda text: 1 / 0)
    found = read(PLAIN)
    assert "When is my bin emptied?" in found.text
    assert found.remarks == ("This letter could not be read: this is how it came.",)


def test_text_is_taken_in_the_encoding_that_it_is_in() -> None:
    for content, charset, said in (
        ("Größe".encode(), "utf-8", "Größe"),
        ("Größe".encode(), "iso-8859-1", "Größe"),  # claims the wrong one
        ("Größe".encode("latin-1"), "utf-8", "Größe"),
        ("5 €".encode("cp1252"), "iso-8859-1", "5 €"),
        ("日本".encode("iso-2022-jp"), "iso-2022-jp", "日本"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
        (b"abc", "hex", "abc"),
        (b"a\x00b\r\nc", "nonsense", "ab\nc"),
    ):
        assert decoding.text_of(content, charset) == said


def test_text_is_preferred_to_html_and_files_stand_apart() -> None:
    both = mixed(
        b"Content-Type: text/html\r\n\r\n<p>As HTML</p>",
        b"Content-Type: text/plain\r\n\r\nAs text",
        kind=b"alternative",
    )
    assert (read(both).text, read(both).html.strip()) == ("As text", "<p>As HTML</p>")
    with_file = mixed(
        b"Content-Type: text/html\r\n\r\n<p>One<br>two</p><p>three</p>",
        b"Content-Type: application/pdf\r\nContent-Disposition: attachment; "
        b"filename*=utf-8''M%C3%BCll.pdf\r\n\r\n%PDF-",
    )
    found = read(with_file)
    assert found.text == "One\ntwo\nthree"
    assert [(one.name, one.type, one.content) for one in found.enclosures] == [
        ("Müll.pdf", "application/pdf", b"%PDF-")
    ]


def test_what_was_quoted_is_split_off() -> None:
    own = "Tuesday is fine."
    for history in (
        "On Mon, 2 Nov 2026 at 09:00, Desk <desk@council.example> wrote:\n> When?",
        "On Mon, 2 Nov 2026 at 09:00, Desk\n<desk@council.example> wrote:\n> When?",
        "Am 02.11.2026 um 09:00 schrieb Desk:\n> Wann?",
        "-----Original Message-----\nFrom: Desk\nWhen?",
        "From: Desk <desk@council.example>\nSent: Monday\nTo: Ann\n\nWhen?",
        f"{quoting.MARK}\nWhen?",
        "> When?\n> Please say.",
    ):
        assert quoting.split(f"{own}\n\n{history}\n") == (own, history)
    for whole in ("On Monday I wrote:\na letter", "> When?\nOn Tuesday.\n> Sure?\nYes.", "> All quoted."):
        assert quoting.split(whole) == (whole, "")


def test_html_does_no_harm() -> None:
    kept = markup.cleaned(
        '<p style="x" onclick="y()">Hi <a href="https://a.example">there</a><img src=x></p>'
    )
    assert kept == '<p>Hi <a href="https://a.example" rel="noopener noreferrer nofollow">there</a></p>'
    assert markup.text_of("New<blockquote>Old<br>lines</blockquote>") == "New\n> Old\n> lines"


def test_only_one_address_is_the_sender() -> None:
    two = read(letter(sender=b"Ann <ann@example.com>, Ben <ben@example.com>"))
    assert (two.sender, two.remarks) == ("ann@example.com", ("This letter names several senders.",))
    assert read(letter(sender=b'"ben@example.com" <eve@evil.example>')).sender == "eve@evil.example"
    assert read(letter(sender=b"nobody")) == read(letter(sender=b"nobody"))
    assert read(b"Subject: none\r\n\r\nx") == Letter(subject="none", text="x", headers=(("subject", "none"),))
