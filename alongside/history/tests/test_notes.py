"""Signed notes as other programs read them."""

from __future__ import annotations

import pytest

from alongside.history import notes
from alongside.history.notes import Signer, Unsigned, Verifier

# The example of the Go package that the format comes from (golang.org/x/mod/sumdb/note).
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


@pytest.fixture
def signer() -> Signer:
    return Signer.of("example.org/log", bytes(range(32)))


def test_a_note_that_another_program_signed_is_opened() -> None:
    text, by = notes.opened(NOTE, [Verifier.parse(KEY)])
    assert text.startswith("If you think cryptography")
    assert [key.text() for key in by] == [KEY]


def test_a_note_of_our_own_is_opened_with_the_public_key_alone(signer: Signer) -> None:
    note = notes.signed("a\nb\n", [signer])
    assert notes.opened(note, [Verifier.parse(signer.verifier.text())]) == ("a\nb\n", [signer.verifier])


def test_while_keys_change_a_note_bears_both_signatures(signer: Signer) -> None:
    following = Signer.new(signer.name)
    note = notes.signed("a\n", [signer, following])
    for trusted in (signer.verifier, following.verifier):
        assert notes.opened(note, [trusted])[1] == [trusted]


def test_signatures_of_others_are_passed_over(signer: Signer) -> None:
    note = notes.signed("a\n", [Signer.new("somebody.else"), signer])
    assert notes.opened(note, [signer.verifier])[1] == [signer.verifier]


@pytest.mark.parametrize("change", [("a", "b"), ("\n\n", "\n\n\n"), ("example.org/log ", "other ")])
def test_a_changed_note_is_not_opened(signer: Signer, change: tuple[str, str]) -> None:
    note = notes.signed("a text\n", [signer])
    with pytest.raises(Unsigned):
        notes.opened(note.replace(*change, 1), [signer.verifier])


def test_a_signature_in_the_name_of_a_trusted_key_must_be_theirs(signer: Signer) -> None:
    other = notes.signed("another\n", [signer]).rpartition("\n\n")[2]
    honest = Signer.new("witness")
    note = notes.signed("a text\n", [honest]) + other
    with pytest.raises(Unsigned, match="does not fit"):
        notes.opened(note, [honest.verifier, signer.verifier])


def test_what_was_signed_with_control_characters_in_it_is_no_note(signer: Signer) -> None:
    text = "a\ttab\n"
    with pytest.raises(Unsigned, match="control characters"):
        notes.opened(text + "\n" + signer.line(text), [signer.verifier])


@pytest.mark.parametrize("note", ["", "a\n", "a\n\n", "a\n\nb\n", "a\n\n— x y\n", "a\n\n— x AAAA", "\n\n\n"])
def test_what_is_no_note_says_so(signer: Signer, note: str) -> None:
    with pytest.raises(Unsigned):
        notes.opened(note, [signer.verifier])


@pytest.mark.parametrize(
    "key", ["", "a+b+c", KEY.replace("c74f", "c74e"), KEY[:-4], KEY.replace("ARpc", "AhpC")]
)
def test_what_is_no_key_says_so(key: str) -> None:
    with pytest.raises(ValueError, match="not a verifier key"):
        Verifier.parse(key)


@pytest.mark.parametrize("text", ["no line end", "a bell \a\n", ""])
def test_a_text_that_cannot_be_a_note_is_not_signed(signer: Signer, text: str) -> None:
    with pytest.raises(ValueError, match="line end"):
        notes.signed(text, [signer])
