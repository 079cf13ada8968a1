"""A mailing as somebody reads it: as text, and as HTML for those whose program shows that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from alongside.lib.markdown import to_html
from alongside.lib.placeholders import filled

# What may stand in braces, as those are told who write.
MEANINGS = {
    "given_name": "given name of whoever gets it",
    "name": "their whole name",
    "list": "name of the list",
    "house": "name of this house",
}

_FOOTER = """\


--
You get this because you are on the list “{list}” of {house}.
To leave it: {leaving}
"""
_SHORT_FOOTER = "\nStop: {leaving}"
_PAGE = """\
<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">\
<title>{subject}</title></head><body>
{body}<hr>
<p><small>You get this because you are on the list “{list}” of {house}. \
<a href="{leaving}">Leave the list</a></small></p>
</body></html>
"""


@dataclass(frozen=True, slots=True)
class Read:
    """What one person reads."""

    subject: str
    text: str
    html: str  # the whole page; empty in text messages
    body: Markup  # what was written of it, as safe HTML


class Text:
    """A mailing's words, rendered once for everybody who gets them."""

    def __init__(self, subject: str, text: str, *, short: bool = False) -> None:
        self.subject, self.text, self.short = subject, text, short
        self.body = "" if short else str(to_html(text))

    def read_by(self, values: Mapping[str, str], leaving: str) -> Read:
        """`values` by `MEANINGS`; `leaving` is the address of the page on which they leave the list. What
        stands in braces is replaced once: a name that looks like a placeholder stays a name."""
        said = {name: " ".join(value.split()) for name, value in values.items()}
        footer = filled(_SHORT_FOOTER if self.short else _FOOTER, said | {"leaving": leaving})
        text = filled(self.text, said) + footer
        subject = filled(self.subject, said)
        if self.short:
            return Read(subject, text, "", Markup(""))
        safe = {name: str(escape(value)) for name, value in said.items()}
        body = filled(self.body, safe)
        frame = {"subject": str(escape(subject)), "leaving": str(escape(leaving)), "body": body}
        return Read(subject, text, filled(_PAGE, safe | frame), Markup(body))  # noqa: S704 (made of safe parts)
