"""Reading a diagram that somebody sends, before anything is believed of it.

No entity is resolved, no DTD is read, nothing is fetched. What is too large, too deep or declares
entities is refused with a sentence.
"""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from lxml import etree

LARGEST = 50 * 2**20 - 1  # bytes: what has 50 MB is refused
MOST_ELEMENTS = 200_000
DEEPEST = 200  # elements within each other
_CHUNK = 2**20

Element = Any  # lxml has no types


class Unreadable(Exception):
    """This is no diagram; the message says why, to whoever sent it."""


def read(source: BinaryIO) -> Element:
    """The root element of a BPMN or DMN file, read to its end or to where it is too large."""
    return parse(_bounded(source))


def parse(text: bytes) -> Element:
    """The root element of a file that is in memory. Raises `Unreadable`."""
    if len(text) > LARGEST:
        raise Unreadable(_TOO_LARGE)
    if not text.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise Unreadable("The file is empty.")
    root = _parsed(text)
    document = root.getroottree().docinfo
    if document.doctype or document.internalDTD is not None:
        raise Unreadable(
            "The file has a document type declaration (DTD), which may hide anything: remove it."
        )
    _demand_measure(root)
    return root


_TOO_LARGE = "The file is larger than 50 MB. Diagrams are smaller: leave out embedded pictures and documents."


def _bounded(source: BinaryIO) -> bytes:
    chunks, size = [], 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise Unreadable(_TOO_LARGE)
        chunks.append(chunk)
    return b"".join(chunks)


def _parser(*, recover: bool = False) -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def _parsed(text: bytes) -> Element:
    try:
        return etree.fromstring(text, _parser())
    except etree.XMLSyntaxError as problem:
        found = _without_prefixes(text, problem)
        for attempt in _other_encodings(text) if found is None else ():
            try:
                found = etree.fromstring(attempt, _parser())
                break
            except etree.XMLSyntaxError:
                continue
        if found is None:
            raise Unreadable(_told(problem)) from None
        return found
    except ValueError as problem:
        raise Unreadable(f"The file cannot be read: {problem}.") from None


def _without_prefixes(text: bytes, problem: Any) -> Element | None:
    """Some tools write prefixes that they do not declare: everything else must be in order."""
    if not str(problem).startswith("Namespace prefix"):
        return None
    return etree.fromstring(text, _parser(recover=True))


_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def _other_encodings(text: bytes) -> list[bytes]:
    """What the file says of its encoding may be wrong, or stand after a blank line."""
    attempts = []
    for encoding in ("utf-8-sig", "utf-16", "windows-1252"):
        try:
            plain = text.decode(encoding)
        except UnicodeError:
            continue
        attempts.append(_DECLARATION.sub("", plain.lstrip("\ufeff \t\r\n")).encode())
    return attempts


def _told(problem: Any) -> str:
    said = str(problem)
    if "depth" in said.lower():
        return f"The file's elements stand more than {DEEPEST} deep in each other."
    if "entit" in said.lower():
        return "The file uses entities that it declares itself: remove its document type declaration (DTD)."
    return f"The file is not XML: {said}."


def _demand_measure(root: Element) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST:
            raise Unreadable(f"The file's elements stand more than {DEEPEST} deep in each other.")
        if count > MOST_ELEMENTS:
            raise Unreadable(f"The file has more than {MOST_ELEMENTS:,} elements.")
