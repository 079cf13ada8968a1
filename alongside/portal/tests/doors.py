"""What the tests of the people's pages share."""

from __future__ import annotations

from html.parser import HTMLParser

from django.test import Client

from alongside.assisting.models import Assistance
from alongside.people.models import Person


def begin_to_help(client: Client, person: Person) -> str:
    """Begin to help somebody as the console does it; where their pages are: `/for/7c…`."""
    switch = {"switch": "yes"} if Assistance.objects.open().exists() else {}
    answer = client.post("/console/assistances/", {"person": person.pk, **switch})
    assert answer.status_code == 303, answer.content.decode()
    return f"/for/{Assistance.objects.open().get(person=person).pk}"


def text_of(answer: object) -> str:
    """What a page says, without its marks, one space between words."""
    reader = _Reader()
    reader.feed(answer.content.decode())  # type: ignore[attr-defined]  # the answers of test clients have no type of their own
    return " ".join(" ".join(reader.said).split())


def sent_by(answer: object) -> dict[str, str]:
    """The hidden fields of a page, without the token."""
    reader = _Reader()
    reader.feed(answer.content.decode())  # type: ignore[attr-defined]  # as above
    return reader.hidden


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.hidden: dict[str, str] = {}

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "input" and said.get("type") == "hidden" and said["name"] != "csrfmiddlewaretoken":
            self.hidden[said["name"]] = said["value"]
