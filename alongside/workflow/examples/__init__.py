"""Processes to begin with, each from its form to its end: a missed bin, a blue badge with evidence and a
second reading, a change of address that fans out.

Each is a folder: `process.bpmn`, `example.json` (its title, and the groups that its tasks are offered to),
and its forms, named by their files: what `forms.actions.publish` takes, or `like` one of `forms.examples`
with a process to begin.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alongside.assisting.acting import Acting
from alongside.forms import actions as forms
from alongside.forms import examples as known
from alongside.people.models import Group
from alongside.workflow import actions
from alongside.workflow.models import Version

HERE = Path(__file__).parent
NAMES = ("missed-bin", "blue-badge", "change-of-address")
_SETTINGS = {"summary": "", "private": False, "groups": [], "staff": []}


def groups_of(name: str) -> tuple[str, ...]:
    """The names of the groups that the tasks of one of `NAMES` are offered to."""
    return tuple(_example(name)["groups"])


def source(name: str) -> bytes:
    """Its diagram."""
    return (HERE / name / "process.bpmn").read_bytes()


def forms_of(name: str) -> dict[str, dict[str, Any]]:
    """Its forms by their slugs, each with `title`, `definition` and settings; groups by name."""
    found = {}
    for path in sorted((HERE / name).glob("*.json")):
        if path.stem != "example":
            found[path.stem] = _SETTINGS | _whole(json.loads(path.read_text(encoding="utf-8")))
    return found


def put_up(acting: Acting, name: str, groups: Mapping[str, Group]) -> Version:
    """Put the process and the forms of one of `NAMES` into use; `groups` are those of `groups_of` by name."""
    version = actions.deploy(
        acting, slug=name, title=_example(name)["title"], plan=actions.look_at(source(name))
    )
    for slug, form in forms_of(name).items():
        members = {part: [groups[one] for one in form[part]] for part in ("groups", "staff")}
        forms.publish(acting, slug=slug, **form | members)
    return version


def _example(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / name / "example.json").read_text(encoding="utf-8"))
    return found


def _whole(said: dict[str, Any]) -> dict[str, Any]:
    """A form that is like another one, but begins a process."""
    if "like" not in said:
        return said
    like, process = known.example(said.pop("like")), said.pop("process")
    definition = like.definition
    assert isinstance(definition, dict)  # noqa: S101 (it is one of ours)
    return said | {
        "title": like.title,
        "summary": like.summary,
        "definition": definition | {"process": process},
    }
