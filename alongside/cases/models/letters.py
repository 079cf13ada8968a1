"""What is written by e-mail about cases: how each type says it, what is on its way, and how far that is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alongside.cases.models.cases import Case
from alongside.cases.models.types import CaseType
from alongside.lib import tenancy
from alongside.people.models import TenantRow


class TypeLetter(TenantRow):
    """What a type says on an occasion in words of its own, or that it says nothing (spec C41). Where there is
    no row, the house's own words are used."""

    type = models.ForeignKey(CaseType, models.CASCADE, related_name="letters")
    occasion = models.CharField(max_length=30)  # see `letters.Occasion`
    in_use = models.BooleanField(default=True)
    subject = models.CharField(max_length=200, blank=True)  # empty: the house's own words
    text = models.TextField(blank=True)

    objects = tenancy.TenantManager["TypeLetter"]()
    everywhere = models.Manager["TypeLetter"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("type", "occasion", name="a_type_says_one_thing_on_an_occasion"),
        ]

    def __str__(self) -> str:
        return f"{self.type_id}: {self.occasion}"


class CaseLetter(TenantRow):
    """An e-mail about a case that is on its way. Once it has left, or cannot, the row is gone: the history
    has what became of it, and no address stays here."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=30)
    entry = models.BigIntegerField()  # of the history: what it tells of
    address = models.EmailField(max_length=254)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    next_at = models.DateTimeField()

    objects = tenancy.TenantManager["CaseLetter"]()
    everywhere = models.Manager["CaseLetter"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "tenant", "entry", "occasion", "address", name="an_address_is_written_to_once_of_one_thing"
            ),
            models.CheckConstraint(name="a_letter_has_an_address", condition=~Q(address="")),
        ]
        indexes = [models.Index(fields=["tenant", "next_at"], name="letters_to_send")]

    def __str__(self) -> str:
        return f"{self.occasion} of case {self.case_id}"


class Heard(TenantRow):
    """How far a tenant's history has been read for what is to be told: up to, and without, `next`."""

    next = models.BigIntegerField(default=0)

    objects = tenancy.TenantManager["Heard"]()
    everywhere = models.Manager["Heard"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", name="a_history_is_heard_once")]

    def __str__(self) -> str:
        return f"heard before {self.next}"
