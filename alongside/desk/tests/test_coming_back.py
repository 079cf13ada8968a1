"""Mailings that come back to a mailbox of the desk: their addresses are left alone."""

from __future__ import annotations

import pytest
from django.core import mail

from alongside.assisting.acting import Acting
from alongside.desk.actions import letters
from alongside.desk.mail.tests.odd import BOUNCE, COMPLAINT, letter
from alongside.desk.models import Letter, Mailbox
from alongside.history.models import Entry
from alongside.mailings import actions as mailings
from alongside.mailings.actions import Draft, Wanted, delivering
from alongside.mailings.models import Delivery, Subscription
from alongside.mailings.tests.conftest import joined
from alongside.people.models import Person, Segment, SegmentMember

pytestmark = pytest.mark.django_db


def came(mailbox: Mailbox, uid: int, raw: bytes) -> Letter:
    stored = letters.store(mailbox, 1, uid, raw)
    assert stored is not None
    return stored


def test_a_bounce_and_a_complaint_suspend_the_address_they_are_about(
    setup: Acting, mailbox: Mailbox, ann: Person, ben: Person
) -> None:
    SegmentMember.objects.filter(person=ben).update(segment=Segment.objects.create(name="Elsewhere"))
    wanted = Wanted("Council news", "Once a month.", return_address="desk@council.example")
    news = mailings.arrange(setup, wanted)
    joined(news, ann)
    joined(news, ben)
    mailing = mailings.write(setup, news, Draft("Dear {name}", "News"))
    mailings.start(setup, mailing)
    Delivery.objects.bulk_create(
        Delivery(mailing=mailing, subscription=one, due_at=one.asked_at)
        for one in Subscription.objects.order_by("pk")
    )
    assert delivering.deliver(mailing.pk, 10) == 2
    to_ann, to_ben = mail.outbox

    bounce = letter(*BOUNCE).replace(b"desk@council.example", to_ann.from_email.encode())
    named = str(to_ben.extra_headers["Message-ID"]).strip("<>").encode()
    complaint = letter(*COMPLAINT).replace(b"ours@council.example", named)
    forged = letter(*COMPLAINT).replace(b"ours@council.example", named.replace(b"-", b"-0"))
    sorts = [
        letters.file(setup, came(mailbox, uid, raw)).sort
        for uid, raw in enumerate((forged, bounce, complaint), 1)
    ]

    assert sorts == ["complaint", "bounce", "complaint"]
    told = Subscription.objects.order_by("pk").values_list("state", "reason")
    assert list(told) == [
        ("suspended", "A mail to ann@example.com came back: 5.1.1."),
        ("suspended", "They called a mail unwanted."),
    ]
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["returned", "unwanted"]
    assert Entry.objects.of_kinds("mailings.suspended").count() == 2
