"""E-mail of the desk: mailboxes, the letters that came, their files, and what is to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from alongside.desk.mail.sorting import Sort
from alongside.desk.models.forwarding import Forwarding
from alongside.desk.models.questions import ALL_SEGMENTS, Answer, Conversation, Question
from alongside.desk.models.structure import Topic
from alongside.lib import ids, tenancy
from alongside.people.models import Segment, TenantRow

if TYPE_CHECKING:
    from alongside.assisting.acting import Acting


class Security(models.TextChoices):
    TLS = "tls", "TLS from the beginning"
    STARTTLS = "starttls", "STARTTLS"
    NONE = "none", "None"


class Mailbox(TenantRow):
    """An address at which questions come in; what comes is about its topic until somebody says otherwise.

    `uid_validity` and `last_uid` say how far it was read, as IMAP counts.
    """

    segment = models.ForeignKey(Segment, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    address = models.EmailField()
    name = models.CharField(max_length=100)  # stands beside the address in what leaves
    host = models.CharField(max_length=200)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=10, choices=Security.choices, default=Security.TLS)
    username = models.CharField(max_length=200)
    password = models.BinaryField()  # sealed
    folder = models.CharField(max_length=200, default="INBOX")
    # Whether `name+anything@` reaches it, so that answers can be sent to an address of their own.
    takes_tags = models.BooleanField(default=True)
    # By what name its mail server signs what it checked; nobody else's word on a sender is believed.
    checked_by = models.CharField(max_length=200, blank=True)
    acknowledgement = models.TextField(blank=True)  # sent for what comes in; nothing where empty
    in_use = models.BooleanField(default=True)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)  # why it could not be read the last time

    objects = tenancy.TenantManager["Mailbox"]()
    everywhere = models.Manager["Mailbox"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant", Lower("address"), name="a_mailbox_has_an_address_of_its_own"),
        ]

    def __str__(self) -> str:
        return self.address


class LetterState(models.TextChoices):
    STORED = "stored", "Not read yet"
    FILED = "filed", "Filed as a question"
    SET_ASIDE = "set_aside", "Set aside"
    EMPTIED = "emptied", "Emptied"  # set aside, looked at, and its content destroyed


class LetterQuerySet(models.QuerySet["Letter"]):
    def seen_by(self, acting: Acting) -> LetterQuerySet:
        """Those of mailboxes of the agent's segments."""
        standing = acting.actor.standing
        if ALL_SEGMENTS in standing.rights:
            return self
        return self.filter(mailbox__segment__in=standing.segments)

    def set_aside(self) -> LetterQuerySet:
        return self.filter(state=LetterState.SET_ASIDE)


LetterManager = tenancy.TenantManager.from_queryset(LetterQuerySet)


class Letter(TenantRow):
    """A letter as it came. Its bytes lie sealed in the vault under its id, and are there before anybody
    reads them; whatever is set aside is kept and says why (`sort`)."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="letters", db_index=False)
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    message_id = models.CharField(max_length=250, blank=True)
    digest = models.CharField(max_length=64)  # of what it says, without what the way to us added
    size = models.PositiveBigIntegerField()  # bytes
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.STORED)
    sort = models.CharField(max_length=10, blank=True)  # of `Sort`, or "copy", or "stuck"
    attempts = models.PositiveSmallIntegerField(default=0)
    sender = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    remarks = models.JSONField(default=list)
    question = models.OneToOneField(Question, models.PROTECT, null=True, related_name="letter")

    objects = LetterManager()
    everywhere = models.Manager["Letter"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("mailbox", "uid_validity", "uid", name="a_letter_is_stored_once"),
            models.CheckConstraint(
                name="a_filed_letter_is_a_question",
                condition=Q(state="filed", question__isnull=False)
                | ~Q(state="filed") & Q(question__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "message_id"], name="letters_by_message_id"),
            models.Index(fields=["tenant", "sender"], name="letters_of_a_sender"),
            models.Index(
                fields=["tenant", "received_at"], name="letters_not_read", condition=Q(state="stored")
            ),
            models.Index(
                fields=["tenant", "-received_at", "id"],
                name="letters_set_aside",
                condition=Q(state="set_aside"),
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"

    @property
    def why(self) -> str:
        """Why it was set aside, for whoever looks through them."""
        return WHY.get(self.sort, "")


COPY, STUCK = "copy", "stuck"
WHY = {
    Sort.AUTOMATIC.value: "A program sent it.",
    Sort.AWAY.value: "An automatic answer, such as of somebody who is away.",
    Sort.BOUNCE.value: "A mail server says that something of ours did not arrive.",
    Sort.COMPLAINT.value: "Somebody called something of ours unwanted.",
    Sort.LOOP.value: "It is our own, come round again.",
    Sort.LIST.value: "It was sent to many.",
    Sort.SPAM.value: "The mail server called it spam.",
    COPY: "The same letter came before.",
    STUCK: "It could not be filed: its bytes are kept.",
}


class LetterFile(TenantRow):
    """A file that came with a letter. Its content lies sealed in the vault, save of what cannot be taken
    (`problem` says why): that is in the letter's own bytes alone."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=10, blank=True)  # of `filetypes.TYPES`
    size = models.PositiveBigIntegerField()  # bytes
    problem = models.CharField(max_length=200, blank=True)

    objects = tenancy.TenantManager["LetterFile"]()
    everywhere = models.Manager["LetterFile"]()

    def __str__(self) -> str:
        return self.name


class PostState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    LEAVING = "leaving", "Leaving"
    LEFT = "left", "Sent"
    REFUSED = "refused", "Refused"
    UNKNOWN = "unknown", "Perhaps sent"
    RETURNED = "returned", "Came back"


class PostQuerySet(models.QuerySet["Post"]):
    def seen_by(self, acting: Acting) -> PostQuerySet:
        """Those of mailboxes of the agent's segments."""
        standing = acting.actor.standing
        if ALL_SEGMENTS in standing.rights:
            return self
        return self.filter(mailbox__segment__in=standing.segments)

    def not_arrived(self) -> PostQuerySet:
        """Those that somebody has to look at."""
        return self.filter(state__in=[PostState.REFUSED, PostState.UNKNOWN, PostState.RETURNED])


PostManager = tenancy.TenantManager.from_queryset(PostQuerySet)


class Post(TenantRow):
    """An e-mail that is to leave. It leaves once: what a mail server may have taken, though nobody heard it
    say so, is never sent a second time by itself, and says so."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="posts")
    answer = models.OneToOneField(Answer, models.PROTECT, null=True, related_name="post")
    # The link of a forwarding is put below the text as the e-mail leaves: it is nowhere kept.
    forwarding = models.OneToOneField(Forwarding, models.PROTECT, null=True, related_name="post")
    receiver = models.EmailField()
    message_id = models.CharField(max_length=250)
    in_reply_to = models.CharField(max_length=250, blank=True)
    references = models.TextField(blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    automatic = models.BooleanField(default=False)
    day = models.DateField(null=True)  # of what is automatic
    state = models.CharField(max_length=10, choices=PostState.choices, default=PostState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = PostManager()
    everywhere = models.Manager["Post"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant", "message_id", name="message_ids_are_unique"),
            models.UniqueConstraint(
                "mailbox",
                Lower("receiver"),
                "day",
                name="one_acknowledgement_a_day",
                condition=Q(automatic=True) & ~Q(receiver=""),
            ),
            models.CheckConstraint(
                name="what_is_automatic_has_its_day",
                condition=Q(automatic=True, day__isnull=False) | Q(automatic=False, day__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "next_at"],
                name="posts_to_leave",
                condition=Q(state__in=["waiting", "leaving"]),
            ),
        ]

    def __str__(self) -> str:
        return self.message_id
