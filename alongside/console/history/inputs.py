"""What an auditor may ask the log.

Addresses of these pages hold refs, never names: a name that was typed is looked up first (`named`).
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Value
from django.db.models.functions import Concat, Lower, Trim
from django.utils import timezone

from alongside.assisting import sentences
from alongside.assisting.acting import RefusedDeed
from alongside.calls.actions.joining import NotLetIn
from alongside.history import events, finding
from alongside.history.models import EntryQuerySet
from alongside.lib import tenancy
from alongside.people import dates
from alongside.people.actions.sign_ins import SignInFailed
from alongside.people.models import Person

_NAME = Lower(Trim(Concat(F("given_name"), Value(" "), F("family_name"))))


REFUSALS = (RefusedDeed.kind, SignInFailed.kind, NotLetIn.kind)


class WhoField(forms.CharField):
    """Somebody by ref, number, user name or full name; gives the ref, which the erased have too."""

    def clean(self, value: Any) -> uuid.UUID | None:
        text = " ".join(super().clean(value).split())
        if not text:
            return None
        try:
            return uuid.UUID(text)
        except ValueError:
            found = list(_called(text)[:2])
        if len(found) != 1:
            raise ValidationError(
                "Several people have this name: use the user name or the number."
                if found
                else "Nobody here has this name, user name or number."
            )
        ref: uuid.UUID = found[0]
        return ref


class DayField(forms.CharField):
    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        days = [day for day in dates.written(text) if len(day) == 8]
        if text and len(days) != 1:
            raise ValidationError("Enter a day, month and year, for example 22 11 2026.")
        return date(int(days[0][:4]), int(days[0][4:6]), int(days[0][6:])) if days else None


class Filters(forms.Form):
    """All optional; together they narrow."""

    use_required_attribute = False

    actor = WhoField(label="Done by", required=False, max_length=200, help_text="A name, user name or number")
    person = WhoField(label="Recorded against", required=False, max_length=200)
    kind = forms.ChoiceField(label="What", required=False)
    outcome = forms.ChoiceField(
        label="Outcome",
        required=False,
        choices=[("", "Done or refused"), ("done", "Done"), ("refused", "Refused")],
    )
    rule = forms.ChoiceField(label="Under which rule", required=False)
    assistance = forms.UUIDField(
        label="Assistance",
        required=False,
        help_text="Its id",
        error_messages={"invalid": "Enter the id of an assistance: 32 figures and letters from a to f."},
    )
    since = DayField(label="From", required=False, max_length=30, help_text="A day, such as 22 11 2026")
    until = DayField(label="To", required=False, max_length=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted((event.title, kind) for kind, event in events.kinds().items())
        self.fields["kind"] = forms.ChoiceField(
            label="What",
            required=False,
            error_messages={"invalid_choice": "Choose one of the list."},
            choices=[("", "Everything"), *((kind, title) for title, kind in kinds)],
        )

        rules = sorted(sentences.all_rules())
        self.fields["rule"] = forms.ChoiceField(
            label="Under which rule",
            required=False,
            error_messages={"invalid_choice": "Choose one of the list."},
            choices=[("", "Any rule"), *((rule, rule) for rule in rules)],
        )

    def said(self) -> dict[str, str]:
        """What was asked, as it stands in an address: refs for people, days as 2026-11-22."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    @property
    def named(self) -> bool:
        """Whether somebody was named rather than given by ref."""
        return any(
            self.data.get(name) and self.data[name] != self.said().get(name) for name in ("actor", "person")
        )

    def apart(self, entries: EntryQuerySet) -> list[EntryQuerySet]:
        """The same as `of`, as lists each of which an index has in order: of several kinds it has not."""
        rest = self._but_for_refusals(entries)
        if self.cleaned_data["outcome"] == "refused":
            return [rest.of_kinds(kind) for kind in REFUSALS]
        return [rest]

    def of(self, entries: EntryQuerySet) -> EntryQuerySet:
        rest = self._but_for_refusals(entries)
        return rest.of_kinds(*REFUSALS) if self.cleaned_data["outcome"] == "refused" else rest

    def _but_for_refusals(self, entries: EntryQuerySet) -> EntryQuerySet:
        asked = self.cleaned_data
        if asked["actor"]:
            entries = entries.by(asked["actor"])
        if asked["person"]:
            entries = entries.of_person(asked["person"])
        if asked["kind"]:
            entries = entries.of_kinds(asked["kind"])
        if asked["assistance"]:
            entries = entries.in_assistance(asked["assistance"])
        if asked["rule"]:
            entries = entries.by_rule(asked["rule"])
        if asked["outcome"] == "done":
            entries = entries.exclude(kind__in=REFUSALS)
        return within_days(entries, asked["since"], asked["until"])


def within_days(entries: EntryQuerySet, since: date | None, until: date | None) -> EntryQuerySet:
    """Those of these days. They are found by their numbers, and then their times are looked at."""
    tenant = tenancy.current()
    if since:
        begin = midnight(since)
        entries = entries.filter(number__gte=finding.first_at(tenant, begin), at__gte=begin)
    if until:
        end = midnight(until + timedelta(days=1))
        entries = entries.filter(number__lt=finding.end_at(tenant, end), at__lt=end)
    return entries


def _called(text: str) -> Any:
    """The refs of those whom a text may mean: a number before a user name before a name."""
    everybody = Person.objects.values_list("ref", flat=True)
    if text.isascii() and text.isdigit():
        return everybody.filter(pk=int(text))
    account = everybody.filter(username=text.lower())
    return account if account.exists() else everybody.alias(whole=_NAME).filter(whole=text.lower())


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
