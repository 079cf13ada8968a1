"""Finding processes by something that they know."""

from __future__ import annotations

import json

from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.workflow import keeping
from alongside.workflow.models import Instance

SEARCH = Power("workflow.search", Kind.STAFF, right="workflow.oversee")

SHORTEST = 3  # characters
MOST, LOOKED_THROUGH = 50, 1000


class Searched(
    Event,
    kind="workflow.searched",
    title="Processes Searched",
    sentence="{actor} searched what processes know, and found {found}",
    private=True,
):
    """What was looked for is not kept: it may be somebody's name or number."""

    found: int


def search(acting: Acting, text: str) -> list[Instance]:
    """The newest processes, at most `MOST`, with a value that holds these words in this order."""
    words = " ".join(text.split()).casefold()
    with acting.doing(SEARCH) as deed:
        found: list[Instance] = []
        if len(words) >= SHORTEST:
            for one in _candidates(words).iterator(chunk_size=100):
                if any(words in said for said in _texts(keeping.values(one.tokens))):
                    found.append(one)
                if len(found) == MOST:
                    break
        deed.record(Searched(found=len(found)))
    return found


def _candidates(words: str) -> QuerySet[Instance]:
    """What may hold them: the text of everything that is kept is asked, which also has names of elements."""
    found = Instance.objects.with_version().order_by("-started_at", "-pk")
    # SQLite keeps other letters as their numbers, and knows no small letters beside a to z.
    if words.isascii() or connection.vendor != "sqlite":
        written = json.dumps(words, ensure_ascii=False)[1:-1]
        found = found.annotate(text=Cast("tokens", TextField())).filter(text__icontains=written)
    return found[:LOOKED_THROUGH]


def _texts(value: object) -> list[str]:
    """Every text within a value, in small letters."""
    if isinstance(value, dict):
        return [said for one in value.values() for said in _texts(one)]
    if isinstance(value, list):
        return [said for one in value for said in _texts(one)]
    if value is None or isinstance(value, bool):
        return []
    return [" ".join(str(value).split()).casefold()]
