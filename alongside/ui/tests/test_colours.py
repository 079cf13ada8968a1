"""Every pair of colours that meet on a page can be told apart, in light and in dark (WCAG 1.4.3, 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alongside import ui

STYLES = (Path(ui.__file__).parent / "static/ui/ui.css").read_text()

TEXT = [
    *[(ink, ground) for ink in ("ink", "quiet", "accent") for ground in ("paper", "ground", "tint")],
    *[(ink, f"{ink}-tint") for ink in ("good", "warn", "bad")],
    *[(ink, "paper") for ink in ("good", "warn", "bad", "accent-strong")],
    *[(ink, f"{state}-tint") for state in ("good", "warn", "bad") for ink in ("ink", "accent")],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-band", "band"),
    ("accent-strong", "tint"),
]
EDGES = [("edge", "paper"), ("edge", "ground"), ("band", "paper"), ("accent", "tint")]


def tokens() -> dict[str, dict[str, str]]:
    """The colours of both schemes; dark says only what differs."""
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block))
        for block in re.findall(r":root \{(.*?)\}", STYLES, flags=re.DOTALL)
    )
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("pairs", "least"), [(TEXT, 4.5), (EDGES, 3.0)], ids=["text on its ground", "edges of controls"]
)
def test_colours_that_meet_can_be_told_apart(scheme: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = tokens()[scheme]
    weak = {pair: ratio for pair in pairs if (ratio := contrast(*(colours[name] for name in pair))) < least}
    assert weak == {}
