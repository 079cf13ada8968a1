"""Somebody who follows links, fills in forms with whatever comes to mind, and tries addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from alongside.api.methods import METHODS
from alongside.command.bench import mischief
from alongside.command.bench.links import Form, Offered
from alongside.people.models import Person

UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f-]{27}$")
VARIABLE = re.compile(r"<(?:(\w+):)?\w+>")
MOST = 400  # of each thing that is remembered
# What ends the walk: it begins anew with somebody else.
LEAVING = ("/accounts/logout/",)


class Ask(NamedTuple):
    """A request, as Django's test client takes it."""

    method: str
    path: str
    said: Mapping[str, Any]


@dataclass
class Memory:
    """What all walks have seen, by what it could stand for in an address."""

    known: dict[str, list[str]] = field(default_factory=lambda: {"int": [], "uuid": [], "slug": []})
    routes: list[str] = field(default_factory=lambda: list(_routes(get_resolver().url_patterns, "/")))

    def keep(self, path: str, chance: Random) -> None:
        for part in path.partition("?")[0].strip("/").split("/"):
            kind = "int" if part.isdigit() else "uuid" if UUID.match(part) else "slug"
            seen = self.known[kind]
            if part and part not in seen:
                if len(seen) < MOST:
                    seen.append(part)
                else:
                    seen[chance.randrange(MOST)] = part

    def address(self, chance: Random) -> str:
        """One of the house's addresses, with something in the place of each variable."""

        def put(found: re.Match[str]) -> str:
            fitting = self.known.get(found[1] or "slug", self.known["slug"])
            if fitting and chance.random() < 0.85:
                return chance.choice(fitting)
            return re.sub(r"[/?#\s]", "-", chance.choice(mischief.ODD)[:80]) or "0"

        return VARIABLE.sub(put, chance.choice(self.routes))


@dataclass
class Walk:
    """One person's, or a stranger's, from their first page on."""

    who: Person | None
    client: Client
    memory: Memory
    chance: Random
    token: str = ""
    links: list[str] = field(default_factory=lambda: ["/", "/console/", "/account/", "/accounts/login/"])
    forms: list[Form] = field(default_factory=list)

    def next(self) -> Ask:
        """What to ask for now."""
        die = self.chance.random()
        if die < 0.45 and self.forms:
            return self._hand_in(self._recent(self.forms))
        if die < 0.70:
            return Ask("get", self._odd(self._recent(self.links)), {})
        if die < 0.74 and self.token:
            return self._call()
        return self._try(self.memory.address(self.chance))

    def learn(self, path: str, answer: Any) -> None:
        """Remember what the answer offers."""
        elsewhere = answer.headers.get("Location", "")
        if elsewhere.startswith("/"):
            self.links.append(elsewhere.partition("#")[0])
        if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            offered = Offered(path, answer.content.decode(errors="replace"))
            self.links += offered.links[:60]
            self.forms += [form for form in offered.forms if form.path not in LEAVING]
            for link in offered.links:
                self.memory.keep(link, self.chance)
        del self.links[:-MOST], self.forms[:-80]

    def _recent(self, things: list[Any]) -> Any:
        """Rather one of those that were seen last."""
        place = len(things) - 1 - int(len(things) * self.chance.random() ** 2)
        return things[max(0, place)]

    def _hand_in(self, form: Form) -> Ask:
        chance = self.chance
        said: dict[str, Any] = {}
        for name, held in form.fields.items():
            if chance.random() < 0.95:
                said[name] = mischief.value(chance, chance.choice(held))
        for name in form.files:
            if chance.random() < 0.8:
                said[name] = _file(chance)
        return Ask("post" if form.post else "get", form.path, {"data": said})

    def _try(self, path: str) -> Ask:
        chance = self.chance
        method = chance.choices(
            ("get", "post", "put", "delete", "patch", "head", "options"), (6, 8, 1, 1, 1, 1, 1)
        )[0]
        if method != "post":
            return Ask(method, self._odd(path), {})
        if chance.random() < 0.3:
            body, kind = chance.choice(mischief.BODIES)
            return Ask("post", path, {"data": body, "content_type": kind})
        names = chance.sample(FIELDS, chance.randrange(1, 5))
        return Ask("post", path, {"data": {name: mischief.value(chance, "") for name in names}})

    def _odd(self, path: str) -> str:
        chance = self.chance
        if chance.random() < 0.8:
            return str(path)
        name, said = chance.choice(FIELDS), chance.choice(mischief.ODD)[:2_000]
        return f"{path}{'&' if '?' in path else '?'}{name}={_quoted(said)}"

    def _call(self) -> Ask:
        chance = self.chance
        names = chance.sample(("question", "text", "topic", "agent", "daysToRetain", "dryRunMode", "case"), 3)
        known = self.memory.known["uuid"] + self.memory.known["int"]
        params: Any = {
            name: chance.choice(known) if known and chance.random() < 0.6 else chance.choice(ANYTHING)
            for name in names
        }
        if chance.random() < 0.1:
            params = chance.choice(ANYTHING)
        said = {"jsonrpc": "2.0", "id": 1, "method": chance.choice(list(METHODS)), "params": params}
        return Ask(
            "post",
            "/api/",
            {
                "data": json.dumps(said),
                "content_type": "application/json",
                "headers": {"authorization": f"Bearer {self.token}"},
            },
        )


ANYTHING: tuple[Any, ...] = (
    None,
    True,
    False,
    -1,
    0,
    7,
    10**30,
    1.5,
    "",
    "x",
    "\x00",
    [],
    {},
    [1],
    {"a": [None]},
)
# Names of fields and of what is asked for in addresses.
FIELDS = (
    "q", "page", "after", "before", "next", "then", "person", "reason", "note", "text", "name", "title",
    "to", "from", "date", "until", "type", "state", "topic", "group", "role", "rights", "kind", "number",
    "field", "value", "sort", "by", "at", "until", "format", "switch", "case", "subject", "channel",
    "confirm", "version", "stage", "days",
)  # fmt: skip


def _file(chance: Random) -> SimpleUploadedFile:
    name, content, kind = chance.choice(mischief.FILES)
    return SimpleUploadedFile(name or "x", content, kind)


def _quoted(said: str) -> str:
    """Percent signs where an address needs them, and now and then bytes that are no text."""
    return "".join(f"%{byte:02x}" for byte in said.encode("utf-8", "surrogatepass")) or "%ff"


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        address = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, address)
        elif "(" not in address:
            yield address.rstrip("$")
