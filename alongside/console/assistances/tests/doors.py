"""What the tests of the console's doors share."""

from __future__ import annotations

from html.parser import HTMLParser

from django.test import Client

from alongside.assisting.models import Assistance
from alongside.console.assistances.wish import TOKEN
from alongside.people.models import Person

START = "/console/assistances/"
ASK = "/console/assistances/new/"


def begin(client: Client, person: Person, **more: str) -> Assistance:
    """Begin to help somebody, as the page does it."""
    answer = client.post(START, {"person": person.pk, **more})
    assert answer.status_code == 303, answer.content.decode()
    found: Assistance = Assistance.objects.open().get(person=person)
    return found


def key(client: Client) -> str:
    return client.cookies["alongside"].value


def form_to(path: str, page: str) -> tuple[str, dict[str, str]]:
    """Address and hidden fields of the page's form that goes to a path, as a browser would send it."""
    reader = Forms()
    reader.feed(page)
    (found,) = [one for one in reader.forms if one[0].partition("?")[0] == path]
    return found


class Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append((said.get("action", ""), {}))
        elif tag == "input" and said.get("type") == "hidden" and said["name"] != TOKEN:
            self.forms[-1][1][said["name"]] = said["value"]
