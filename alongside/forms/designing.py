"""Changing what a form asks, one edit at a time: pure edits on a *sketch*.

A sketch is a definition (`schema`) in which every page and item has an `id`, so that an edit names what
it is about and not where that stood when somebody looked. A sketch is never changed: each edit gives
another one, with what was done in words.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from alongside.people.folding import fold

Part: TypeAlias = dict[str, Any]  # a page, a question, an information: JSON with an `id`
Sketch: TypeAlias = dict[str, Any]

UP, DOWN = -1, 1
LONGEST_NAME = 40

_NOT_NAME = re.compile(r"[^a-z0-9]+")
_PLACE = re.compile(r"(pages|items)\[([0-9]+)\]")


class Missing(Exception):
    """What an edit is about is not in the sketch any more."""


class Changed(Exception):
    """Somebody else changed the part meanwhile; nothing was done. `part` is as it is now."""

    def __init__(self, part: Part) -> None:
        super().__init__(str(part.get("id")))
        self.part = part


class Edited(NamedTuple):
    """What came of an edit: the new sketch, what was done (the end of a sentence that begins with a
    name), and the id of the part it was done to."""

    sketch: Sketch
    words: str
    id: str


Edit: TypeAlias = Callable[[Sketch], Edited]


def sketched(definition: Mapping[str, Any]) -> Sketch:
    """A definition as a sketch. Also takes definitions that are not in order, but for pages and items."""
    return _with_ids(dict(definition))


def _with_ids(part: Part) -> Part:
    """A part whose pages and items, however deep, have ids."""
    return {
        key: [_with_ids({"id": new_id(), **one}) if isinstance(one, dict) else one for one in value]
        if key in ("pages", "items") and isinstance(value, list)
        else value
        for key, value in part.items()
    }


def definition_of(sketch: Sketch) -> dict[str, Any]:
    """The definition that a sketch is of: the same without ids."""
    return {
        key: [definition_of(one) if isinstance(one, dict) else one for one in value]
        if key in ("pages", "items") and isinstance(value, list)
        else value
        for key, value in sketch.items()
        if key != "id"
    }


def new_id() -> str:
    return uuid.uuid4().hex[:12]


# What is in a sketch


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a part stands: among those of its holder (the sketch, a page, or a question of several),
    counted from 0. `page` is the id of the page it belongs to."""

    part: Part
    holder: Part
    index: int
    page: str
    depth: int  # 0 for pages

    @property
    def siblings(self) -> list[Part]:
        return _held(self.holder)

    @property
    def first(self) -> bool:
        return self.index == 0

    @property
    def last(self) -> bool:
        return self.index == len(self.siblings) - 1


def spots(sketch: Sketch) -> Iterator[Spot]:
    """Every page and item, in the order in which they are met."""
    yield from _spots(sketch, "", 0)


def _spots(holder: Part, page: str, depth: int) -> Iterator[Spot]:
    for index, part in enumerate(_held(holder)):
        here = part["id"] if depth == 0 else page
        yield Spot(part, holder, index, here, depth)
        yield from _spots(part, here, depth + 1)


def spot(sketch: Sketch, id: str) -> Spot:
    """Raises `Missing`."""
    for one in spots(sketch):
        if one.part["id"] == id:
            return one
    raise Missing(id)


def at(sketch: Sketch, path: str) -> str:
    """The id of the innermost part that a path such as `pages[1].items[0].label` leads to, or ""."""
    found, holder = "", sketch
    for _, index in _PLACE.findall(path):
        parts = _held(holder)
        if int(index) >= len(parts):
            break
        holder = parts[int(index)]
        found = holder["id"]
    return found


def called(part: Part) -> str:
    """What people call a part: its label, its title, or how its text begins."""
    text = str(part.get("label") or part.get("title") or part.get("text") or part.get("type") or "untitled")
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


def fingerprint(part: Part) -> str:
    """Tells whether a part is as it was when somebody looked; what it holds does not count."""
    own = {key: value for key, value in part.items() if key not in ("items", "pages")}
    return hashlib.sha256(json.dumps(own, sort_keys=True).encode()).hexdigest()[:16]


def names(sketch: Sketch) -> list[str]:
    """The names of all questions."""
    return [str(one.part["name"]) for one in spots(sketch) if one.depth and one.part.get("name")]


def name_for(label: str, taken: list[str]) -> str:
    """A name for the question with this label: its words in small letters, with a number where it is
    taken."""
    plain = _NOT_NAME.sub("_", fold(label)).strip("_")
    base = (plain if plain[:1].isalpha() else f"question_{plain}".rstrip("_"))[:LONGEST_NAME].rstrip("_")
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base[: LONGEST_NAME - len(str(number)) - 1]}_{number}"
    return name


# Edits


def add_page(title: str) -> Edit:
    """A new last page."""
    page: Part = {"id": new_id(), "title": title, "items": []}

    def edit(sketch: Sketch) -> Edited:
        added = {**sketch, "pages": [*_held(sketch), page]}
        return Edited(added, f"added the page {called(page)}", page["id"])

    return edit


def add_item(holder: str, item: Part) -> Edit:
    """A new last item of a page, or of a question that holds several."""
    part = _with_ids({"id": new_id(), **item})

    def edit(sketch: Sketch) -> Edited:
        within = spot(sketch, holder).part
        added = _put(sketch, {**within, "items": [*_held(within), part]})
        return Edited(added, f"added {called(part)} to {called(within)}", part["id"])

    return edit


def change(id: str, said: Mapping[str, Any], *, was: str = "") -> Edit:
    """Say a page or an item anew; what it holds stays. `was` is the `fingerprint` of the part that
    somebody looked at: raises `Changed` where it is another by now."""

    def edit(sketch: Sketch) -> Edited:
        present = spot(sketch, id).part
        if was and fingerprint(present) != was:
            raise Changed(present)
        held = {"items": present["items"]} if "items" in present else {}
        part = {"id": id, **said, **held}
        return Edited(_put(sketch, part), f"changed {called(part)}", id)

    return edit


def change_whole(said: Mapping[str, Any], words: str) -> Edit:
    """Say what belongs to no page: the summary, the confirmation."""

    def edit(sketch: Sketch) -> Edited:
        kept = {key: value for key, value in sketch.items() if key not in said}
        return Edited({**kept, **{key: value for key, value in said.items() if value}}, words, "")

    return edit


def replace(definition: Mapping[str, Any], words: str) -> Edit:
    """Another definition altogether."""
    whole = sketched(definition)
    return lambda sketch: Edited(whole, words, "")


def move(id: str, by: int) -> Edit:
    """`UP` or `DOWN` among its neighbours; at the end it stays where it is."""

    def edit(sketch: Sketch) -> Edited:
        found = spot(sketch, id)
        parts = [*found.siblings]
        to = min(max(found.index + by, 0), len(parts) - 1)
        parts.insert(to, parts.pop(found.index))
        moved = _put(sketch, _holding(found.holder, parts))
        return Edited(moved, f"moved {called(found.part)} {'up' if by < 0 else 'down'}", id)

    return edit


def move_to(id: str, holder: str) -> Edit:
    """To the end of another page, or of a question that holds several."""

    def edit(sketch: Sketch) -> Edited:
        found, target = spot(sketch, id), spot(sketch, holder)
        holds = target.depth == 0 or "items" in target.part
        if found.depth == 0 or not holds or holder in {id, *_ids(found.part)}:
            raise Missing(holder)
        without = _put(sketch, _holding(found.holder, [one for one in found.siblings if one["id"] != id]))
        within = spot(without, holder).part
        moved = _put(without, _holding(within, [*_held(within), found.part]))
        return Edited(moved, f"moved {called(found.part)} to {called(target.part)}", id)

    return edit


def remove(id: str) -> Edit:
    def edit(sketch: Sketch) -> Edited:
        found = spot(sketch, id)
        rest = [one for one in found.siblings if one["id"] != id]
        removed = _put(sketch, _holding(found.holder, rest))
        return Edited(removed, f"removed {called(found.part)}", found.page)

    return edit


def duplicate(id: str) -> Edit:
    """The same again, below; its questions get names of their own, and conditions within it ask those."""

    def edit(sketch: Sketch) -> Edited:
        found = spot(sketch, id)
        taken, renamed = names(sketch), dict[str, str]()
        copy = _renamed(found.part, taken, renamed)
        copy = _asking(copy, renamed)
        parts = [*found.siblings]
        parts.insert(found.index + 1, copy)
        doubled = _put(sketch, _holding(found.holder, parts))
        return Edited(doubled, f"duplicated {called(found.part)}", copy["id"])

    return edit


def _renamed(part: Part, taken: list[str], renamed: dict[str, str]) -> Part:
    copy = {**part, "id": new_id()}
    if part.get("name"):
        name = name_for(str(part["name"]), taken)
        taken.append(name)
        renamed[str(part["name"])] = copy["name"] = name
    if "items" in part:
        copy["items"] = [_renamed(one, taken, renamed) for one in part["items"]]
    return copy


def _asking(value: Any, renamed: Mapping[str, str]) -> Any:
    """A part whose conditions ask the questions by their new names."""
    if isinstance(value, list):
        return [_asking(one, renamed) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: renamed.get(one, one) if key == "question" and isinstance(one, str) else _asking(one, renamed)
        for key, one in value.items()
    }


def _held(holder: Part) -> list[Part]:
    """The parts that a sketch, a page or an item holds."""
    parts: list[Part] = holder.get("pages" if "pages" in holder else "items") or []
    return parts


def _holding(holder: Part, parts: list[Part]) -> Part:
    return {**holder, ("pages" if "pages" in holder else "items"): parts}


def _ids(part: Part) -> Iterator[str]:
    for one in _held(part):
        yield one["id"]
        yield from _ids(one)


def _put(within: Part, part: Part) -> Part:
    """The same with this part in the place of the one with its id; one without an id is the whole."""
    if "id" not in part:
        return part
    if within.get("id") == part["id"]:
        return part
    if not _held(within):
        return within
    return _holding(within, [_put(one, part) for one in _held(within)])
