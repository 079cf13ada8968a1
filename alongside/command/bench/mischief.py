"""What people, programs and attackers send: sensible, wrong, and made to do harm."""

from __future__ import annotations

from random import Random

WORDS = (
    "Smith", "ann", "The lamp is out", "yes", "on", "1", "2", "12", "PL4 8AA", "07700 900123",
    "+44 1632 960101", "ann@example.com", "2026-11-23", "1961-04-17", "23/11/2026", "09:30",
    "2026-11-23T09:30", "12.50", "Waste", "https://example.com/x?a=b", "Dear {person.given_name},", "Größe",
)  # fmt: skip
ODD = (
    "", " ", "0", "-1", "1e309", "NaN", "9" * 30, "2147483648", "9223372036854775808",
    "-9223372036854775809", "٣", "½", "0001-01-01", "9999-12-31", "2026-02-30", "0000-00-00", "24:61",
    "null", "[]", "{}", '{"a":', "true", "\x00", "a\x00b", "\x1b[2J", "\r\nSet-Cookie: a=b",
    "\u202egnp.exe", "\ufeff", "e\u0301" * 40, "👩‍👩‍👧‍👦", "ﷺ" * 30, "%", "_", "*", "'", '"', "\\", "';--",
    "1' OR '1'='1", "<script>alert(1)</script>", "{{7*7}}", "{% x %}", "${7*7}", "../../etc/passwd",
    "/dev/null", "file:///etc/passwd", "//example.org", "javascript:alert(1)", "=1+1", "@SUM(1)", "(" * 200,
    "[" * 200, "a" * 256, "x" * 10_000, "word " * 3_000, "1," * 2_000,
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "not-a-uuid", "-", ".",
    "a b",
)  # fmt: skip
FILES = (
    ("photo.jpg", b"\xff\xd8\xff\xe0 not a picture", "image/jpeg"),
    ("people.csv", b"Given name,Family name\nAnn,Archer\n\"Ben,Okafor\n", "text/csv"),
    ("form.json", b'{"pages": [{"title": 1, "items": {}}]}', "application/json"),
    ("flow.bpmn", b'<!DOCTYPE x [<!ENTITY a "b">]><definitions>&a;</definitions>', "text/xml"),
    ("..\\..\\con.txt", b"\x00" * 3_000, "application/octet-stream"),
    ("", b"", ""),
    ("a.zip", b"PK\x03\x04" + b"\x00" * 40, "application/zip"),
    ("ünï.pdf", b"%PDF-1.4\n%\xe2\xe3\n", "application/pdf"),
)  # fmt: skip
BODIES = (
    (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
    (b"a=%ZZ&b=%ff%fe&=&&c", "application/x-www-form-urlencoded"),
    (b"{" * 3_000, "application/json"),
    (b'{"jsonrpc": "2.0", "id": 1, "method": "\\ud800", "params": [1e999]}', "application/json"),
    (b"--x\r\nContent-Disposition: form-data; name=\r\n\r\n", "multipart/form-data; boundary=x"),
    (b"", "multipart/form-data"),
    (b"<a>&b;</a>", "text/xml"),
)


def value(chance: Random, kept: str) -> str:
    """Something for a field that holds `kept`: half the time that, so that much gets through."""
    die = chance.random()
    if die < 0.5 and kept:
        return kept
    if die < 0.8:
        return chance.choice(WORDS)
    if die < 0.97:
        return chance.choice(ODD)
    return kept[: len(kept) // 2] + chance.choice(ODD)[:300] + kept[len(kept) // 2 :]
