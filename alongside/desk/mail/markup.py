"""Letters in HTML: cleaned for showing, and as text."""

from __future__ import annotations

import html
import re

import nh3

LONGEST = 500_000  # letters
# No pictures: fetching one tells its sender that, when and where the letter was read.
_TAGS = {
    *("p", "br", "div", "span", "b", "strong", "i", "em", "u", "s", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("ul", "ol", "li", "blockquote", "pre", "code", "hr", "a"),
    *("table", "thead", "tbody", "tr", "td", "th"),
}
_BLOCKS = {"p", "br", "div", "li", "tr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre"}
_END = re.compile(r"</(?:p|div|li|tr|blockquote|pre|h[1-6])>|<(?:br|hr)>")
_TAG = re.compile(r"<[^<>]*>")
_QUOTE = re.compile(r"<blockquote>")
_SPACE = re.compile(r"[ \t\n\xa0]+")
_GAP = re.compile(r"\n{3,}")
# What the cleaner is not given: a letter so deep would cost it a time that grows as the square.
_DEEPEST = 3_000
_OPENING = re.compile(r"<[a-zA-Z]")


def cleaned(markup: str) -> str:
    """What may be shown to anybody: no scripts, no styles, no forms, nothing fetched from elsewhere."""
    given = markup[:LONGEST]
    if _depth(given) > _DEEPEST:
        return f"<p>{html.escape(text_of(given))}</p>"
    return nh3.clean(
        given,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def text_of(markup: str) -> str:
    """The words of it, a line for each block; quoted blocks begin with `>`."""
    given = markup[:LONGEST]
    if _depth(given) > _DEEPEST:
        return _lines(html.unescape(_TAG.sub(" ", given)).replace("<", " "))
    plain = nh3.clean(given, tags=_BLOCKS, attributes={}, strip_comments=True)
    parts: list[str] = []
    for piece in _QUOTE.split(_SPACE.sub(" ", plain)):
        inside, _, outside = (
            piece.rpartition("</blockquote>") if "</blockquote>" in piece else ("", "", piece)
        )
        if inside:
            parts.append("\n".join(f"> {line}" for line in _words(inside).split("\n")))
        parts.append(_words(outside))
    return _GAP.sub("\n\n", "\n".join(part for part in parts if part)).strip()


def _words(clean: str) -> str:
    return _lines(html.unescape(_TAG.sub("", _END.sub("\n", clean))))


def _lines(text: str) -> str:
    return _GAP.sub("\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


def _depth(markup: str) -> int:
    return len(_OPENING.findall(markup)) - markup.count("</")
