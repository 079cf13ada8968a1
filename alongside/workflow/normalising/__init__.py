"""Making a diagram of another tool run here, and saying what that changed.

    drawn = normalise(root)
    drawn.changes        # each with its element, what, why, and whether it changes the meaning
    drawn.unsupported    # what cannot run at all

Tools draw more than an engine runs: processes that are marked as not executable, tasks without an
implementation, gateways that do not say which way. Nothing is deployed before somebody read the list.
"""

from __future__ import annotations

import copy
from collections.abc import Collection

from alongside.workflow.normalising import ends, events, names, repeating, ways, work
from alongside.workflow.normalising.changes import Change, Unsupported
from alongside.workflow.normalising.drawing import Drawing
from alongside.workflow.reading import Element

__all__ = ["Change", "Drawing", "Unsupported", "normalise"]


def normalise(
    root: Element,
    *,
    handlers: Collection[str] = (),
    processes: Collection[str] = (),
    decisions: Collection[str] = (),
) -> Drawing:
    """A copy of a diagram, as the engine runs it. `handlers` are the names of what service tasks may do,
    `processes` those that call activities find elsewhere, `decisions` the tables that are at hand."""
    drawing = Drawing(copy.deepcopy(root))
    names.put_in_order(drawing)
    work.put_in_order(drawing, handlers=handlers, processes=processes, decisions=decisions)
    events.put_in_order(drawing)
    repeating.put_in_order(drawing)
    ends.put_in_order(drawing)
    names.flows_in_order(drawing)  # what was left out leaves ways behind that lead nowhere
    ways.put_in_order(drawing)
    return drawing
