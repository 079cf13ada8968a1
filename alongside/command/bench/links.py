"""What a page offers to go on with: its links and its forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Attributes = list[tuple[str, "str | None"]]


@dataclass
class Form:
    """A form, with what stands in its fields; of a choice, everything that could be chosen."""

    path: str
    post: bool
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class Offered(HTMLParser):
    """Reads a page; `links` are addresses of this site."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__()
        self.path = path
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "a" and "href" in said:
            self._link(said["href"])
        elif tag == "form":
            self._form = Form(self._inside(said.get("action", "")), said.get("method", "").lower() == "post")
            self.forms.append(self._form)
        elif tag in ("input", "button", "textarea"):
            self._field(said)
        elif tag == "select":
            self._select = said.get("name", "")
        elif tag == "option" and self._form and self._select:
            self._form.fields.setdefault(self._select, []).append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""

    def _field(self, said: dict[str, str]) -> None:
        name = said.get("name")
        if self._form is None or not name or name == "csrfmiddlewaretoken":
            return
        if said.get("type") == "file":
            self._form.files.append(name)
        else:
            self._form.fields.setdefault(name, []).append(said.get("value", ""))

    def _link(self, address: str) -> None:
        if not address.startswith("#") and not urlsplit(address).netloc and ":" not in address[:12]:
            self.links.append(self._inside(address))

    def _inside(self, address: str) -> str:
        return urljoin(self.path, address).partition("#")[0]
