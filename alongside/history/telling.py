"""An entry as a sentence for people to read."""

from __future__ import annotations

from alongside.history import events
from alongside.history.models import Contents, Entry


def tell(entry: Entry, contents: Contents | None = None) -> str:
    """What happened, in a sentence; `contents` saves opening an entry that is open already.

    Says so when the person has been erased, or when the package that knew the event is gone.
    """
    contents = entry.open() if contents is None else contents
    event = events.named(entry.kind)
    title = event.title if event else entry.kind
    if not contents:
        return f"{title}: erased"
    names = {"actor": contents.actor.name, "person": contents.person.name}
    if event is None:
        return f"{title}: {names['actor']} for {names['person']}"
    alone = entry.actor_ref == entry.person_ref
    template = event.sentence_self if alone else event.sentence
    try:
        return template.format(**(contents.data | names))
    except KeyError:  # recorded before the event held what its sentence now names
        return f"{title}: {names['actor']} for {names['person']}"
