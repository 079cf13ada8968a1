"""What happened: sealed entries, the head of each tenant's log, and the keys that open the seals."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from django.db import models
from django.db.models import OuterRef, Subquery

from alongside.history import canonical, keys, leaf
from alongside.history.canonical import Plain
from alongside.history.finding import RuleOf
from alongside.lib import tenancy


@dataclass(frozen=True, slots=True)
class Named:
    """An author or a person as they were called at the time."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The sealed part of an entry."""

    actor: Named
    person: Named
    data: dict[str, Plain]


@dataclass(frozen=True, slots=True)
class Erased:
    """The person's key has been destroyed: that something happened stands, who and what cannot be read."""

    def __bool__(self) -> Literal[False]:
        return False


Contents: TypeAlias = "Opened | Erased"


class EntryQuerySet(models.QuerySet["Entry"]):
    def of_person(self, ref: uuid.UUID) -> EntryQuerySet:
        """What was recorded against a person, by whomever."""
        return self.filter(person_ref=ref)

    def of_people(self, refs: Collection[uuid.UUID]) -> EntryQuerySet:
        """What was recorded against any of these: one person may be known under several refs."""
        return self.filter(person_ref__in=refs)

    def by(self, actor_ref: uuid.UUID) -> EntryQuerySet:
        return self.filter(actor_ref=actor_ref)

    def in_assistance(self, assistance_id: uuid.UUID) -> EntryQuerySet:
        return self.filter(assistance_id=assistance_id)

    def about(self, name: str) -> EntryQuerySet:
        """What happened to a thing, named as `history.actions.name_of` names it."""
        return self.filter(about=name)

    def public(self) -> EntryQuerySet:
        """What people's own pages show (spec G79)."""
        return self.filter(private=False)

    def of_kinds(self, *kinds: str) -> EntryQuerySet:
        return self.filter(kind__in=kinds)

    def by_rule(self, rule: str) -> EntryQuerySet:
        """What this rule decided."""
        return self.alias(rule=RuleOf("leaf")).filter(rule=rule)

    def newest_first(self) -> EntryQuerySet:
        return self.order_by("-number")

    def oldest_first(self) -> EntryQuerySet:
        return self.order_by("number")


class EntryManager(tenancy.TenantManager["Entry"].from_queryset(EntryQuerySet)):  # type: ignore[misc]  # django-stubs wants a named base
    """The open tenant's entries, each with its key, so that a list of them opens without more queries."""

    def get_queryset(self) -> EntryQuerySet:
        key = Key.everywhere.filter(tenant_id=OuterRef("tenant_id"), ref=OuterRef("person_ref"))
        entries: EntryQuerySet = super().get_queryset()
        return entries.annotate(wrapped_key=Subquery(key.values("wrapped")))


class Entry(models.Model):
    """One thing that happened. Written by `history.actions.record` alone, and never changed:
    triggers, grants and an authoriser refuse (`history.protection`).

    The columns repeat what the leaf's header says, for finding; the leaf is what counts.
    """

    pk = models.CompositePrimaryKey("tenant_id", "number")
    tenant_id = models.BigIntegerField()
    number = models.BigIntegerField()  # from 0, without a gap, within the tenant
    at = models.DateTimeField()
    kind = models.CharField(max_length=100)
    actor_ref = models.UUIDField()
    person_ref = models.UUIDField()
    assistance_id = models.UUIDField(null=True)
    about = models.CharField(max_length=200, null=True)
    private = models.BooleanField()
    leaf = models.TextField()
    leaf_hash = models.BinaryField(max_length=32)

    objects = EntryManager()
    everywhere = models.Manager["Entry"]()

    class Meta:
        indexes = [
            models.Index(name="history_of_person", fields=["tenant_id", "person_ref", "number"]),
            models.Index(name="history_by_actor", fields=["tenant_id", "actor_ref", "number"]),
            models.Index(
                name="history_in_assistance",
                fields=["tenant_id", "assistance_id", "number"],
                condition=models.Q(assistance_id__isnull=False),
            ),
            models.Index(
                name="history_about",
                fields=["tenant_id", "about", "number"],
                condition=models.Q(about__isnull=False),
            ),
            models.Index(name="history_of_kind", fields=["tenant_id", "kind", "number"]),
            models.Index("tenant_id", RuleOf("leaf"), "number", name="history_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} (entry {self.number})"

    @property
    def header(self) -> dict[str, Any]:
        """The open part, as `history.leaf.Header` names it, with `number` and `v`."""
        header: dict[str, Any] = json.loads(self.leaf.partition("\n")[0])
        return header

    def open(self) -> Contents:
        """The sealed part, or `Erased` when its key is gone. Raises `leaf.Unreadable` when it was changed."""
        key = keys.unwrap(self.tenant_id, self.person_ref, self._wrapped_key())
        if key is None or keys.fingerprint(key) != self.header["key"]:
            return Erased()
        payload: Any = canonical.decode(leaf.unseal(key, self.leaf))
        return Opened(Named(**payload["actor"]), Named(**payload["person"]), payload["data"])

    def _wrapped_key(self) -> bytes | None:
        if "wrapped_key" in self.__dict__:  # read with the entry, by `EntryManager`
            return self.__dict__["wrapped_key"]  # type: ignore[no-any-return]  # an annotation of the query
        key = Key.everywhere.filter(tenant_id=self.tenant_id, ref=self.person_ref).first()
        return None if key is None else key.wrapped


class Head(models.Model):
    """The end of one tenant's log: how long it is, and the hashes that stand for all of it."""

    tenant_id = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField()
    frontier = models.BinaryField()  # see history.tree
    root = models.BinaryField(max_length=32)

    objects = tenancy.TenantManager["Head"]()
    everywhere = models.Manager["Head"]()

    def __str__(self) -> str:
        return f"{self.size} entries of tenant {self.tenant_id}"


class Key(models.Model):
    """The key of what is recorded against one person, wrapped. To destroy it is to erase the person
    from the log without touching the log (security.md 2.7)."""

    pk = models.CompositePrimaryKey("tenant_id", "ref")
    tenant_id = models.BigIntegerField()
    ref = models.UUIDField()
    wrapped: models.BinaryField[bytes, bytes] = models.BinaryField()
    made_at = models.DateTimeField()

    objects = tenancy.TenantManager["Key"]()
    everywhere = models.Manager["Key"]()

    def __str__(self) -> str:
        return f"key of {self.ref}"
