"""Fetching what came: each mailbox is read on from where it was read to."""

from __future__ import annotations

import logging

from alongside.assisting.acting import Acting
from alongside.desk.actions.letters import file_waiting, read_to, store
from alongside.desk.actions.mailboxes import way_of
from alongside.desk.mail import imap
from alongside.desk.models import Mailbox
from alongside.lib import clock

log = logging.getLogger(__name__)


def fetch_all(acting: Acting) -> int:
    """Read every mailbox in use, and file what is there; how many letters came. A mailbox that cannot be
    read says why on its page, and stops no other."""
    came = sum(fetch(mailbox) for mailbox in Mailbox.objects.filter(in_use=True).order_by("pk"))
    file_waiting(acting)
    return came


def fetch(mailbox: Mailbox) -> int:
    """Store what came into one mailbox since, at most `imap.AT_ONCE` letters; how many. Whatever stops it
    half way, what was stored stays stored, and nothing is stored twice."""
    came, problem = 0, ""
    try:
        with imap.opened(way_of(mailbox)) as folder:
            same = folder.uid_validity == mailbox.uid_validity
            for uid in folder.after(mailbox.last_uid if same else 0):
                raw = folder.letter(uid)
                if raw is None:
                    read_to(mailbox, folder.uid_validity, uid)
                elif store(mailbox, folder.uid_validity, uid, raw) is not None:
                    came += 1
    except imap.Unreachable as why:
        problem = str(why)[:300]
        log.warning("the mailbox %s was not read: %s", mailbox.address, why)
    Mailbox.objects.filter(pk=mailbox.pk).update(looked_at=clock.now(), problem=problem)
    return came
