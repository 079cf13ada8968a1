"""Odd letters by the hundred: nested, huge, forged, going round, wrongly encoded. Always the same ones."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator

PLAIN = (
    b"From: Ann Example <ann@example.com>\r\nTo: desk@council.example\r\nSubject: My bin\r\n"
    b"Message-ID: <1@example.com>\r\nDate: Mon, 2 Nov 2026 09:00:00 +0000\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nWhen is my bin emptied?\r\n"
)


BOUNCE = (
    b"Return-Path: <>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=edge\r\n",
    b"--edge\r\n\r\nSorry.\r\n--edge\r\nContent-Type: message/delivery-status\r\n\r\n"
    b"Reporting-MTA: dns; mx\r\n\r\n"
    b"Final-Recipient: rfc822; Ann@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--edge\r\n"
    b"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <ours@council.example>\r\n\r\n--edge--\r\n",
)
COMPLAINT = (
    b"Content-Type: multipart/report; report-type=feedback-report; boundary=edge\r\n",
    b"--edge\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--edge\r\n"
    b"Content-Type: message/rfc822\r\n\r\nMessage-ID: <ours@council.example>\r\n\r\nHi\r\n--edge--\r\n",
)


def letter(headers: bytes = b"", body: bytes = b"Hello.", sender: bytes = b"ann@example.com") -> bytes:
    return b"From: " + sender + b"\r\nTo: desk@council.example\r\n" + headers + b"\r\n" + body


def nested(depth: int) -> bytes:
    begin = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(depth)
    )
    return letter(begin + b"Content-Type: text/plain\r\n", b"Innermost.")


def within(depth: int) -> bytes:
    return letter(b"Content-Type: message/rfc822\r\n\r\n" * depth + b"Subject: Innermost\r\n")


def mixed(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    body = b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts) + b"--edge--\r\n"
    return letter(b"Content-Type: multipart/" + kind + b"; boundary=edge\r\n", body)


def odd() -> Iterator[bytes]:
    """At least two hundred."""
    yield from (
        b"",
        b"\x00",
        b"\r\n\r\n",
        b"From",
        b":",
        b"\xff\xfe" * 500,
        PLAIN,
        PLAIN[:40],
        b"From: \r\n" * 3000,
    )
    yield from (nested(depth) for depth in (1, 2, 15, 30, 100, 150, 900, 5_000))
    yield from (within(depth) for depth in (1, 5, 40, 150, 1_000))
    yield from _headers()
    yield from _charsets()
    yield from _parts()
    yield from _markup()
    yield from _mutilated()


def _headers() -> Iterator[bytes]:
    long = b"x" * 2_000_000
    yield letter(b"Subject: " + long + b"\r\n")
    yield letter(b"References: " + b"<a@b> " * 300_000 + b"\r\n")
    yield letter(b"To: " + b"a@b.example, " * 100_000 + b"\r\n")
    yield letter(b"X-Many: y\r\n" * 50_000)
    yield letter(b"Received: from a by b\r\n" * 80)
    for value in (
        b"=?utf-8?b?4oKs?=",
        b"=?utf-8?b?!!!?=",
        b"=?nonsense?q?a=FF?=",
        b"=?utf-8?q?=ED=A0=80?=",
        b"\xe9t\xe9",
        b"=?utf-7?q?+AGE-?=",
        b"=?idna?q?xn--a?=",
        b"=??=",
        b"=?utf-8?q?" + b"=00" * 50 + b"?=",
        b"a\x00b",
        b"\r\n \r\n x",
        b"=?iso-2022-jp?b?GyRCRnxLXBsoQg==?=",
        "\u202eevil".encode(),
    ):
        yield letter(b"Subject: " + value + b"\r\nIn-Reply-To: " + value + b"\r\n")
        yield letter(b"Date: " + value + b"\r\nMessage-ID: " + value + b"\r\n", sender=value)
    for sender in (
        b"",
        b"<>",
        b"@",
        b"a@",
        b"Ann <ann@example.com>, Ben <ben@example.com>",
        b"(((((",
        b'"' * 999,
        b"<" * 9_999,
        b"ann@example.com\x00@evil.example",
        b"Ann@EXAMPLE.com",
        b"<ann@example.com",
        b"ann@[127.0.0.1]",
        "änn@exämple.com".encode(),
        b"ann@example.com <eve@evil.example>",
        b"group: a@b.example, c@d.example;",
        b"MAILER-DAEMON@example.com",
        b"desk@council.example",
    ):
        yield letter(sender=sender)
    for date in (
        b"Mon, 99 Foo 2026",
        b"Mon, 2 Nov 99999999 09:00:00 +9999",
        b"-1",
        b"Mon, 2 Nov 0001 00:00:00 -2359",
    ):
        yield letter(b"Date: " + date + b"\r\n")


def _charsets() -> Iterator[bytes]:
    texts = (
        "Größe 5 €".encode(),
        "Größe".encode("latin-1"),
        "日本".encode("iso-2022-jp"),
        b"\x81\x8d\xff\x00",
        b"+AGE-",
    )
    for charset in (
        b"utf-8",
        b"us-ascii",
        b"iso-8859-1",
        b"windows-1252",
        b"utf-16",
        b"utf-7",
        b"hex",
        b"zlib",
        b"idna",
        b"punycode",
        b"nonsense",
        b'"',
        b"=?utf-8?q?x?=",
        b"x" * 5_000,
    ):
        for text in texts[:3]:
            yield letter(b"Content-Type: text/plain; charset=" + charset + b"\r\n", text)
    for text in texts:
        yield letter(
            b"Content-Type: text/plain; charset*=utf-8''%FF%FE\r\nContent-Transfer-Encoding: 8bit\r\n", text
        )
    for coding in (b"base64", b"quoted-printable", b"x-uuencode", b"nonsense", b"7bit"):
        for body in (b"=ZZ=", b"====", b"YWJj" * 3 + b"*", b"begin 666 x\n#86)C\n \nend", b"\xff" * 99):
            yield letter(b"Content-Transfer-Encoding: " + coding + b"\r\n", body)


def _parts() -> Iterator[bytes]:
    pdf = base64.encodebytes(b"%PDF-1.4 tiny")
    for name in (
        b"../../etc/passwd",
        b"C:\\x.pdf",
        b"=?utf-8?b?w6TDvA==?=.pdf",
        b"",
        b"a" * 5_000,
        b"x\x00.pdf",
        b"\xff.pdf",
        b"con.pdf.exe",
    ):
        enclosed = (
            b'Content-Type: application/pdf; name="'
            + name
            + b'"\r\nContent-Disposition: attachment; filename="'
        )
        yield mixed(PLAIN, enclosed + name + b'"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + pdf)
    yield mixed(*[b"Content-Type: application/pdf\r\n\r\n%PDF-"] * 3_000)
    yield mixed(*[b"Content-Type: text/plain\r\n\r\nAgain."] * 150)
    yield mixed(b"Content-Type: text/plain; name*0*=utf-8''a%; name*1=b\r\n\r\nx")
    yield mixed(b"Content-Type: ;;;\r\n\r\nx", b"\r\n\r\n", b"")
    yield letter(b"Content-Type: multipart/mixed\r\n", b"No edge.")
    yield letter(b"Content-Type: multipart/mixed; boundary=edge\r\n", b"--edge\r\n\r\nNever ends.")
    yield letter(b"Content-Type: multipart/mixed; boundary=\xff\r\n", b"--\xff\r\n\r\nx\r\n--\xff--")
    yield letter(b"Content-Type: text/plain\r\n", b"line\r\n" * 1_000_000)
    yield letter(b"Content-Type: text/plain\r\n", b"y" * 5_000_000)
    yield letter(b"", b"> " * 200_000 + b"\n" + b">" * 100_000)
    yield letter(b"", b"On " + b"a, " * 100_000 + b"wrote:\r\n> x")


def _markup() -> Iterator[bytes]:
    for body in (
        b"<p>Hello</p><script>alert(1)</script>",
        b"<img src=https://evil.example/x.png onerror=alert(1)>",
        b"<a href='javascript:alert(1)'>x</a>",
        b"<b>" * 50_000,
        b"<div>" * 100_000 + b"x",
        b"<table><tr>" * 9_000,
        b"<!--" * 20_000,
        b"<svg><style><img src=x onerror=alert(1)>",
        b"&#0;&#xD800;&#x110000;",
        b"<" * 100_000,
        b"<blockquote>old</blockquote>new<blockquote>old</blockquote>",
        b"</blockquote>" * 1_000,
        b"<a href='" + b"x" * 300_000,
        b"<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<p>Größe</p>".encode("latin-1"),
        b"\x00<p>x",
    ):
        yield letter(b"Content-Type: text/html\r\n", body)


def _mutilated() -> Iterator[bytes]:
    """Good letters with bytes changed, cut out and put in where chance says."""
    chance = random.Random(34)
    for good in (
        PLAIN,
        mixed(PLAIN, b"Content-Type: text/html\r\n\r\n<p>Hello</p>", kind=b"alternative"),
        nested(3),
    ):
        for _ in range(20):
            letter = bytearray(good)
            for _ in range(chance.randint(1, 12)):
                at = chance.randrange(len(letter))
                letter[at : at + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 9))
            yield bytes(letter)
