"""Conversations under one reference, their questions, and the answers to them (spec I22–I37)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.assisting import powers
from alongside.assisting.models import Assistance
from alongside.assisting.rules import Mode, Verdict
from alongside.desk import rules
from alongside.desk.models.structure import Topic
from alongside.desk.rules import Act, Facts, Rights
from alongside.lib import ids, tenancy
from alongside.people.models import Segment, TenantRow

if TYPE_CHECKING:
    from alongside.assisting.acting import Acting
    from alongside.assisting.powers import Power

LONGEST_REFERENCE = 20

# What each right of `people.roles` lets its holder do; in the order of `rules.Rights`.
RIGHTS = (
    "desk.view",
    "desk.work",
    "desk.pick",
    "desk.send",
    "desk.propose",
    "desk.see_proposed",
    "desk.approve",
    "desk.reassign",
    "desk.reassign_proposed",
    "desk.full_access",
)
ALL_SEGMENTS = "desk.all_segments"  # the Superuser's (spec 4.23)
powers.refine(*RIGHTS, ALL_SEGMENTS)


def rights_of(held: Collection[str]) -> Rights:
    """What the rights that somebody holds mean at the desk."""
    return Rights(*(right in held for right in RIGHTS))


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def of(self, acting: Acting) -> ConversationQuerySet:
        """Those of the person the deed is for; while helping, of the agent's segments (spec 4.26)."""
        theirs = self.filter(person_id=acting.person_id, joined_to=None)
        if acting.mode is Mode.ANON:
            sitting = None if acting.assistance is None else acting.assistance.pk
            theirs = theirs.filter(assistance=sitting, assistance__isnull=False)
        if acting.helping:
            theirs = theirs.filter(segment__in=acting.actor.standing.segments)
        return theirs

    def latest_first(self) -> ConversationQuerySet:
        return self.order_by("-changed_at", "-pk")


ConversationManager = tenancy.TenantManager.from_queryset(ConversationQuerySet)


class Conversation(TenantRow):
    """Everything that was said about one thing, under one reference."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    reference = models.CharField(max_length=LONGEST_REFERENCE)
    segment = models.ForeignKey(Segment, models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="conversations", db_index=False
    )
    assistance = models.ForeignKey(Assistance, models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Where everything in it went; its reference and its reply addresses lead there. Never to one that was
    # joined itself.
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined")

    objects = ConversationManager()
    everywhere = models.Manager["Conversation"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant", "reference", name="conversation_references_are_unique"),
        ]
        indexes = [models.Index(fields=["person", "-changed_at"], name="conversations_of_a_person")]

    def __str__(self) -> str:
        return self.reference


class Channel(models.TextChoices):
    """How a question came in."""

    PORTAL = "portal", "Portal"
    FORM = "form", "Web form"
    EMAIL = "email", "E-mail"
    PHONE = "phone", "Telephone"
    API = "api", "Another program"


class Resolution(models.TextChoices):
    ANSWERED = "answered", "Answered"
    WITHOUT = "without", "Without an answer"
    SPAM = "spam", "Set aside as spam"


class QuestionQuerySet(models.QuerySet["Question"]):
    def seen_by(self, acting: Acting) -> QuestionQuerySet:
        """Those that `rules.decide` lets the agent view."""
        standing = acting.actor.standing
        if "desk.view" not in standing.rights:
            return self.none()
        return self if ALL_SEGMENTS in standing.rights else self.filter(segment__in=standing.segments)

    def waiting(self) -> QuestionQuerySet:
        return self.filter(state=rules.State.UNASSIGNED)

    def unresolved(self) -> QuestionQuerySet:
        return self.exclude(state=rules.State.RESOLVED)

    def in_hands_of(self, agent_id: int) -> QuestionQuerySet:
        return self.unresolved().filter(assignee_id=agent_id)

    def under_way(self) -> QuestionQuerySet:
        return self.filter(state__in=[rules.State.ASSIGNED, rules.State.PENDING])

    def told_of_replies(self) -> QuestionQuerySet:
        """With `replied`: whether an expert outside wrote something that is in no answer yet."""
        fresh = Q(forwardings__replies__isnull=False, forwardings__replies__taken_over_at=None)
        return self.annotate(replied=models.Exists(Question.objects.filter(fresh, pk=models.OuterRef("pk"))))

    def for_approval(self) -> QuestionQuerySet:
        return self.filter(state=rules.State.PENDING)

    def most_urgent_first(self) -> QuestionQuerySet:
        return self.order_by("queue_at", "pk")

    def for_a_page(self) -> QuestionQuerySet:
        return self.select_related("conversation__person", "topic", "segment", "assignee")


QuestionManager = tenancy.TenantManager.from_queryset(QuestionQuerySet)


class Question(TenantRow):
    """A message that needs an answer.

    `queue_at` is its place in the queue: its target, or, for one without a target, a time long after every
    target in the order in which they came (spec I28).
    """

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="questions")
    segment = models.ForeignKey(Segment, models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="questions")
    # Who typed it: the person themselves, or whoever helped them.
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    text = models.TextField()
    # Filed under somebody's address that was not proven to be the sender's (spec 4.27).
    unverified = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    target_at = models.DateTimeField(null=True)
    queue_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value.capitalize()) for state in rules.State],
        default=rules.State.UNASSIGNED,
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    assigned_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=10, choices=Resolution.choices, blank=True)

    objects = QuestionManager()
    everywhere = models.Manager["Question"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_question_in_hand_is_in_somebodys",
                condition=Q(state__in=["assigned", "pending"], assignee__isnull=False)
                | Q(state="unassigned", assignee__isnull=True)
                | Q(state="resolved"),
            ),
            models.CheckConstraint(
                name="a_resolved_question_says_how",
                condition=Q(state="resolved", resolved_at__isnull=False) & ~Q(resolution="")
                | ~Q(state="resolved") & Q(resolved_at__isnull=True, resolution=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "queue_at", "id"],
                name="questions_in_the_queue",
                condition=Q(state="unassigned"),
            ),
            models.Index(
                fields=["assignee", "queue_at"],
                name="questions_in_hand",
                condition=Q(state__in=["assigned", "pending"]),
            ),
            models.Index(
                fields=["tenant", "queue_at", "id"],
                name="questions_under_way",
                condition=Q(state__in=["assigned", "pending"]),
            ),
            models.Index(fields=["segment", "-received_at"], name="questions_of_a_segment"),
            models.Index(fields=["tenant", "-received_at", "id"], name="questions_lately"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"

    @property
    def phase(self) -> rules.State:
        return rules.State(self.state)

    @property
    def proposal(self) -> Answer | None:
        """The answer that waits for approval."""
        return self.answers.filter(state=AnswerState.PROPOSED).first()

    def verdict_on(self, acting: Acting, power: Power) -> Verdict:
        """What the rules of the desk say of a power over this one."""
        return rules.decide(self.facts(acting, Act(power.name.partition(".")[2])))

    def facts(self, acting: Acting, act: Act) -> Facts:
        """Everything the rules ask about it. Whose proposal waits is read only where it matters."""
        standing = acting.actor.standing
        return Facts(
            act=act,
            state=self.phase,
            rights=rights_of(standing.rights),
            in_segments=self.segment_id in standing.segments or ALL_SEGMENTS in standing.rights,
            mine=self.assignee_id == acting.actor.id,
            proposed_it=self._proposed_by(acting.actor.id, act),
        )

    def _proposed_by(self, agent: int, act: Act) -> bool:
        """Whether the answer that waits is this agent's; to see, also one that was rejected."""
        if act is Act.SEE_PROPOSAL:
            return self.answers.exclude(state=AnswerState.SENT).filter(actor=agent).exists()
        if act is not Act.DECIDE or self.phase is not rules.State.PENDING:
            return False
        return self.answers.filter(state=AnswerState.PROPOSED, actor=agent).exists()


class AnswerState(models.TextChoices):
    PROPOSED = "proposed", "Waiting for approval"
    REJECTED = "rejected", "Rejected"
    SENT = "sent", "Sent"


class Answer(TenantRow):
    """What was answered, or proposed to be. Its text stays as it was proposed; `sent_text` is what left."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    sent_text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=AnswerState.choices)
    leaves_open = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)  # of whoever rejected it; never the customer's to see
    sent_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["Answer"]()
    everywhere = models.Manager["Answer"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "question", name="one_answer_waits_for_approval", condition=Q(state="proposed")
            ),
            models.CheckConstraint(
                name="what_was_sent_has_left",
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
            ),
            models.CheckConstraint(
                name="nobody_decides_on_their_own_answer",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("actor")),
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"
