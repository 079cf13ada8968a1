"""What programs send is told from what people write, and only who takes part goes on with a conversation."""

from __future__ import annotations

import itertools

from alongside.desk.mail import threads
from alongside.desk.mail.reading import read
from alongside.desk.mail.sorting import Report, Sort, is_forged, may_be_acknowledged, report_of, sort
from alongside.desk.mail.tests.odd import BOUNCE, COMPLAINT, letter
from alongside.desk.mail.threads import Claim, Joined


def test_what_programs_send_is_told_from_what_people_write() -> None:
    for headers, sorted_as in (
        (b"Subject: My bin\r\n", Sort.LETTER),
        (b"Auto-Submitted: no\r\n", Sort.LETTER),
        (b"Auto-Submitted: auto-replied; x=y\r\n", Sort.AWAY),
        (b"Auto-Submitted: auto-generated\r\n", Sort.AUTOMATIC),
        (b"X-Autoreply: yes\r\n", Sort.AWAY),
        (b"Precedence: auto_reply\r\n", Sort.AWAY),
        (b"Subject: Automatic reply: My bin\r\n", Sort.AWAY),
        (b"Subject: Re: what to do when out of office?\r\n", Sort.LETTER),
        (b"List-Id: <x.example>\r\n", Sort.LIST),
        (b"Precedence: bulk\r\n", Sort.LIST),
        (b"X-Spam-Flag: YES\r\n", Sort.SPAM),
        (b"X-Spam-Status: No, score=1\r\n", Sort.LETTER),
        (b"X-Alongside-Desk: our mark\r\n", Sort.LOOP),
        (b"X-Alongside-Desk: another's\r\n", Sort.LETTER),
        (b"Received: x\r\n" * 60, Sort.LOOP),
        (b"Return-Path: <>\r\n", Sort.BOUNCE),
    ):
        assert sort(read(letter(headers)), (), "our mark") is sorted_as, headers
    assert sort(read(letter(sender=b"MAILER-DAEMON@example.com"))) is Sort.BOUNCE
    assert sort(read(letter(sender=b"desk@council.example")), {"desk@council.example"}) is Sort.LOOP
    assert sort(read(letter(*BOUNCE))) is Sort.BOUNCE
    assert sort(read(letter(*COMPLAINT))) is Sort.COMPLAINT


def test_a_report_says_what_it_is_about() -> None:
    assert report_of(read(letter(*BOUNCE))) == Report(
        "ours@council.example", "ann@example.com", "5.1.1", True
    )
    assert report_of(read(letter(*COMPLAINT))).about == "ours@council.example"
    assert report_of(read(letter())) == Report("", "", "", False)


def test_only_the_own_mail_server_says_who_forged() -> None:
    said = b"Authentication-Results: mx.council.example; spf=pass; dmarc=fail (p=none)\r\n"
    assert is_forged(read(letter(said)), "mx.council.example")
    assert not is_forged(read(letter(said)), "mx.other.example")
    assert not is_forged(read(letter(said)), "")
    assert may_be_acknowledged(read(letter()))
    assert not may_be_acknowledged(read(letter(b"X-Auto-Response-Suppress: OOF, AutoReply\r\n")))


def test_a_reply_address_is_for_one_recipient_and_one_conversation() -> None:
    address = threads.reply_address("desk@council.example", "AB12-CD34", "Ann@example.com", b"one")
    assert threads.reference_in(address.upper()) == "AB12-CD34"
    assert len(address.partition("@")[0]) <= 64
    assert threads.is_signed(address.upper(), "AB12-CD34", "ann@example.com", b"one")
    for reference, sender, secret in (
        ("AB12-CD35", "ann@example.com", b"one"),
        ("AB12-CD34", "eve@example.com", b"one"),
        ("AB12-CD34", "ann@example.com", b"two"),
    ):
        assert not threads.is_signed(address, reference, sender, secret)
    assert threads.reference_in("desk@council.example") == ""


def test_who_goes_on_with_a_conversation() -> None:
    """The whole table."""
    for signed, refers, party, forged in itertools.product((False, True), repeat=4):
        joined = threads.joins(Claim(signed, refers, party, forged))
        if forged or not party:
            assert joined is Joined.NEW
        else:
            assert joined is (Joined.PROVEN if signed else Joined.UNPROVEN if refers else Joined.NEW)
