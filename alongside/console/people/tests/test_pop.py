from __future__ import annotations

import pytest

from alongside.console.people.pop import Pop, Unreadable, read

SEARCHABLE = {"telephone", "account_number", "q", "channel"}

LINKS: list[tuple[dict[str, str], Pop]] = [
    ({}, Pop()),
    ({"utm_source": "softphone", "ticket": "7"}, Pop()),
    ({"q": "  01752 123456 "}, Pop(query="01752 123456")),
    ({"u": "17"}, Pop(person=17)),
    ({"u": " "}, Pop()),
    ({"assist": "9007199254740991"}, Pop(assist=9007199254740991)),
    ({"q": "smith", "u": "17"}, Pop(query="smith", person=17)),
    ({"telephone": "01752 123456"}, Pop(by_field={"telephone": "01752 123456"})),
    ({"telephone": ""}, Pop()),
    ({"shoe_size": "9"}, Pop()),
    (
        {"q": "1752", "channel": "phone", "service": "benefits", "formid": "begin"},
        Pop(query="1752", begin={"channel": "phone", "service": "benefits", "formid": "begin"}),
    ),
]


@pytest.mark.parametrize(("link", "wish"), LINKS)
def test_a_link_says_what_is_wished(link: dict[str, str], wish: Pop) -> None:
    assert read(link, SEARCHABLE) == wish
    assert Pop(**wish.stored()) == wish


HOSTILE = [
    ({"u": "abc"}, "“u” must be the number of a person."),
    ({"u": "-1"}, "“u” must be the number of a person."),
    ({"u": "0"}, "“u” must be the number of a person."),
    ({"u": "1e3"}, "“u” must be the number of a person."),
    ({"u": "٣"}, "“u” must be the number of a person."),
    ({"u": "9007199254740992"}, "“u” must be the number of a person."),
    ({"assist": "99999999999999999999"}, "“assist” must be the number of a person."),
    ({"assist": "1; DROP TABLE people"}, "“assist” must be the number of a person."),
    ({"q": "x" * 101}, "“q” is longer than 100 characters."),
    ({"q": "a\x00b"}, "“q” holds characters that nobody can type."),
    ({"telephone": "0" * 101}, "“telephone” is longer than 100 characters."),
    ({"channel": "x" * 65}, "“channel” is longer than 64 characters."),
    ({"service": "a\nb"}, "“service” holds characters that nobody can type."),
]


@pytest.mark.parametrize(("link", "message"), HOSTILE)
def test_what_cannot_be_meant_is_said_in_a_sentence(link: dict[str, str], message: str) -> None:
    with pytest.raises(Unreadable, match=None) as problem:
        read(link, SEARCHABLE)
    assert str(problem.value) == message
