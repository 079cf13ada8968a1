import dataclasses
import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from alongside.history import canonical, keys, leaf, shape
from alongside.history.leaf import Header, TooLong, Unreadable, Unseemly

HEADER = Header(
    tenant=3,
    at=datetime(2026, 11, 22, 9, 30, 0, 7, tzinfo=UTC),
    kind="forms.submitted",
    actor=uuid.UUID(int=1),
    person=uuid.UUID(int=2),
    mode="user",
    assistance=uuid.UUID(int=3),
    about="forms.submission:7",
    power="forms.submit",
    rule="own-assistance",
    outcome="done",
    private=False,
    session="a" * 64,
    request="r1",
    address="192.0.2.0",
    key="0123456789abcdef",
    external=None,
)
ALONE = dataclasses.replace(HEADER, mode="none", assistance=None, about=None, private=True, external="f" * 64)


def sealed(header: Header = HEADER, payload: str = '{"data":{}}', number: int = 41) -> tuple[bytes, str]:
    key = keys.new()
    return key, leaf.whole(header.text(), number, leaf.seal(key, header.text(), payload))


@pytest.mark.parametrize("header", [HEADER, ALONE])
def test_a_header_is_canonical_json_with_and_without_its_number(header: Header) -> None:
    fields = {name: getattr(header, name) for name in header.__slots__} | {"v": 1}
    assert header.text() == canonical.encode(fields)
    before, after = leaf.halves(header.text())
    assert f"{before}41{after}" == canonical.encode(fields | {"number": 41})


@pytest.mark.parametrize("header", [HEADER, ALONE])
def test_a_leaf_is_read_back_by_its_shape(header: Header) -> None:
    _, text = sealed(header)
    read = shape.LEAF.fullmatch(text.encode())
    assert read is not None
    fields = json.loads(text.partition("\n")[0])
    groups = dict(zip(shape.FIELDS, read.groups(), strict=True))
    assert groups["number"] == b"41"
    assert groups["kind"] == fields["kind"].encode()
    assert groups["assistance"] == (fields["assistance"] and fields["assistance"].encode())


def test_the_sealed_part_opens_with_its_key() -> None:
    key, text = sealed(payload='{"data":{"form":"permit"}}')
    assert "permit" not in text
    assert leaf.unseal(key, text) == '{"data":{"form":"permit"}}'


def test_the_same_payload_is_never_sealed_the_same_way_twice() -> None:
    key = keys.new()
    assert leaf.seal(key, HEADER.text(), "{}") != leaf.seal(key, HEADER.text(), "{}")


def test_another_key_opens_nothing() -> None:
    _, text = sealed()
    with pytest.raises(Unreadable):
        leaf.unseal(keys.new(), text)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"kind":"forms.submitted"', '"kind":"forms.withdrawn"'),
        ('"private":false', '"private":true'),
        ('"tenant":3', '"tenant":4'),
        ("000000000001", "000000000009"),
    ],
)
def test_a_changed_header_opens_nothing(was: str, becomes: str) -> None:
    key, text = sealed()
    with pytest.raises(Unreadable):
        leaf.unseal(key, text.replace(was, becomes))


@pytest.mark.parametrize("sealed_part", ["", "AAAA", "!!!!", "Zm9vYmFy" * 8])
def test_a_changed_seal_opens_nothing(sealed_part: str) -> None:
    key, text = sealed()
    with pytest.raises(Unreadable):
        leaf.unseal(key, f"{text.partition(chr(10))[0]}\n{sealed_part}")


@pytest.mark.parametrize("value", ['a"b', "a\\b", "é", "a\nb", "\x7f", '","v":2,"x":"'])
def test_a_header_field_that_would_need_an_escape_is_refused(value: str) -> None:
    with pytest.raises(Unseemly):
        dataclasses.replace(HEADER, request=value).text()


@pytest.mark.parametrize(
    "change", [{"mode": "both"}, {"tenant": -1}, {"key": "short"}, {"external": "plain"}]
)
def test_a_header_of_another_shape_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Unseemly):
        dataclasses.replace(HEADER, **change).text()  # type: ignore[arg-type]  # wrong on purpose


def test_a_leaf_of_exactly_the_limit_fits_and_one_byte_more_does_not() -> None:
    room = leaf.LONGEST - len(leaf.whole(HEADER.text(), 7, ""))
    assert len(leaf.whole(HEADER.text(), 7, "A" * room)) == 65_535
    with pytest.raises(TooLong):
        leaf.whole(HEADER.text(), 7, "A" * (room + 1))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"v":1', '"v":2'),
        lambda text: text.replace('{"about"', '{ "about"'),
        lambda text: text.replace('"mode":"user",', '"mode":"user","mode":"none",'),
        lambda text: text.replace('"number":41', '"number":041'),
        lambda text: text.replace("-0000-", "-000A-"),
        lambda text: text + "\n",
        lambda text: text.replace("\n", "\n="),
    ],
)
def test_a_leaf_in_another_spelling_has_no_shape(change: Callable[[str], str]) -> None:
    _, text = sealed()
    assert shape.LEAF.fullmatch(change(text).encode()) is None
