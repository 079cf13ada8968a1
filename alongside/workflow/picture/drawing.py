"""From a file to its pictures and its steps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from markupsafe import Markup

from alongside.workflow.normalising.drawing import NODES, kind_of, tag
from alongside.workflow.picture import coordinates, layout
from alongside.workflow.picture.shapes import Picture
from alongside.workflow.picture.steps import Step, steps
from alongside.workflow.picture.svg import svg
from alongside.workflow.reading import Element

LARGEST = 1_500  # nodes: nobody reads a picture of more, and a browser takes seconds to draw it


@dataclass(frozen=True)
class Drawn:
    """`own` is whether the pictures use the diagram's own coordinates; without pictures it is too large."""

    root: Element
    pictures: tuple[Picture, ...]
    own: bool

    def svg(
        self, page: Picture, *, now: Collection[str] = (), been: Collection[str] = (), title: str = ""
    ) -> Markup:
        """One of the pictures, for a page."""
        return svg(page, now=now, been=been, title=title)

    def steps(self, *, now: Collection[str] = (), been: Collection[str] = ()) -> list[Step]:
        """Every step in the order in which a process comes to it, for whoever does not see the picture."""
        return steps(self.root, now=now, been=been)


def drawn(root: Element) -> Drawn:
    """The pictures of a diagram; a process without a start or an end is drawn as it is."""
    nodes = sum(1 for _ in root.iter(*(tag(kind) for kind in NODES)))
    if nodes > LARGEST:
        return Drawn(root, (), own=False)
    elements = {one.get("id"): one for one in root.iter("*") if kind_of(one) and one.get("id")}
    pages = coordinates.pages(root, elements)
    if pages:
        return Drawn(root, tuple(pages), own=True)
    made = [layout.laid_out(one) for one in root.iter(tag("process"))]
    return Drawn(root, tuple(one for one in made if one.shapes), own=False)
