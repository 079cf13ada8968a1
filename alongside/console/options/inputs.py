"""The sections of what a house offers: each a form that is filled from the options, and gives them back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms

from alongside.calls import options as calls
from alongside.cases.options import Options as CaseOptions
from alongside.console.options import lines
from alongside.console.options.lines import Illegible, Line
from alongside.forms.options import only_the_person_hands_in
from alongside.history.canonical import Plain
from alongside.interactions import choices, numbers, services, sources
from alongside.interactions.actions.checking import wanted
from alongside.interactions.models import Channel
from alongside.interactions.queries import begins_by_itself
from alongside.people.models import Group, ProfileField, Tenant

Said = dict[str, Plain]
ONLY_THEIRS = {"invalid_choice": "Choose from the list."}


class Section(forms.Form):
    """`said` is what the filled-in form says; `known` fills it."""

    use_required_attribute = False
    heading: ClassVar[str]
    lead: ClassVar[str]

    def __init__(self, data: Any, tenant: Tenant) -> None:
        self.tenant = tenant
        super().__init__(data, initial=self.known(tenant.options))

    def known(self, options: Mapping[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def said(self) -> Said:
        raise NotImplementedError

    def offer(self, field: str, rows: list[tuple[str, str]]) -> None:
        self.fields[field].choices = rows  # type: ignore[attr-defined]


def _lines(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=30_000,
        strip=False,
        help_text=hint,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
    )


def _lines_in(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _yes(label: str, hint: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=hint)


class House(Section):
    heading, lead = "The house", "How it is called, and what its clocks show."

    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Give the house its name."}
    )
    time_zone = forms.CharField(
        label="Time zone", required=False, help_text="Such as Europe/London. Empty for that of the server."
    )
    second_factor = _yes("Agents help only with a second factor", "A code from an app, beside the password.")

    def known(self, options: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "name": self.tenant.name,
            "time_zone": options.get("time_zone") or "",
            "second_factor": options.get("second_factor") == "required",
        }

    def clean_time_zone(self) -> str:
        name: str = self.cleaned_data["time_zone"]
        if name and name not in available_timezones():
            raise forms.ValidationError("There is no such time zone: write it as Europe/London.")
        return name

    def said(self) -> Said:
        return {
            "time_zone": self.cleaned_data["time_zone"] or None,
            "second_factor": "required" if self.cleaned_data["second_factor"] else None,
        }


class Contacts(Section):
    heading, lead = "Contacts", "What contacts are about, how they end, and who takes them over."

    services = _lines(
        "Services",
        "One a line: “Streets: Waste and recycling [waste]”. The code in brackets is what records keep: leave"
        " it when you change a name. The group may be left out.",
    )
    wrap_ups = _lines("How contacts end", "One a line: “Passed on [passed-on]”.")
    wrap_up_required = _yes("A contact is closed only when it is said how it ended")
    complete_on_stop = _yes("Stopping to help closes the contact")
    begins = _yes("Helping somebody begins a contact by itself")
    channel = forms.ChoiceField(label="Its channel", choices=Channel.choices, error_messages=ONLY_THEIRS)
    staff_groups = forms.MultipleChoiceField(
        label="Groups that take over contacts",
        required=False,
        help_text="None for every group of staff.",
        widget=forms.CheckboxSelectMultiple,
        error_messages=ONLY_THEIRS,
    )

    def __init__(self, data: Any, tenant: Tenant) -> None:
        super().__init__(data, tenant)
        staff = Group.objects.filter(staff=True).order_by("name").values_list("name", flat=True)
        self.offer("staff_groups", [(name, name) for name in staff])

    def known(self, options: Mapping[str, Any]) -> dict[str, Any]:
        begun = begins_by_itself(options)
        offered = services.services(options)
        return {
            "services": lines.written(Line(one.value, one.label, one.group) for one in offered),
            "wrap_ups": lines.written(Line(one.value, one.label) for one in choices.wrap_ups(options)),
            "wrap_up_required": choices.wrap_up_required(options),
            "complete_on_stop": choices.completes_on_stop(options),
            "begins": begun is not None,
            "channel": begun[0] if begun else Channel.PHONE,
            "staff_groups": list(choices.staff_groups(options) or ()),
        }

    def clean_services(self) -> list[Line]:
        return self._read("services")

    def clean_wrap_ups(self) -> list[Line]:
        return self._read("wrap_ups")

    def _read(self, field: str) -> list[Line]:
        try:
            return lines.read(self.cleaned_data[field])
        except Illegible as problem:
            raise forms.ValidationError(str(problem)) from None

    def said(self) -> Said:
        chosen = self.cleaned_data
        return {
            "services": [
                {"value": one.code, "label": one.label, "group": one.group} for one in chosen["services"]
            ]
            or None,
            "wrap_ups": [{"value": one.code, "label": one.label} for one in chosen["wrap_ups"]] or None,
            "wrap_up_required": chosen["wrap_up_required"],
            "complete_on_stop": chosen["complete_on_stop"],
            "begin_on_assist": {"channel": chosen["channel"]} if chosen["begins"] else None,
            "staff_groups": chosen["staff_groups"] or None,
        }


class Callers(Section):
    heading, lead = "Callers", "How agents make sure who is calling, and how telephones write numbers."

    questions = forms.MultipleChoiceField(
        label="What a caller can be asked",
        required=False,
        help_text="Answers are compared, never shown. None for date of birth and postcode.",
        widget=forms.CheckboxSelectMultiple,
        error_messages=ONLY_THEIRS,
    )
    needed = forms.IntegerField(label="Right answers needed", min_value=1, max_value=10)
    before_sensitive = _yes("Details stay hidden until the caller was checked")
    number_formats = _lines(
        "Numbers as your telephones write them",
        "One a line, with # for the number and * for anything: “9#” for a digit that gets a line, “sip:#@*”.",
    )
    pop_sources = _lines(
        "Pages whose links look somebody up at once",
        "One a line: “https://phones.example.org”. Links of other pages are a question first; a softphone"
        " that opens them by itself needs no line.",
    )

    def __init__(self, data: Any, tenant: Tenant) -> None:
        super().__init__(data, tenant)
        known = ProfileField.objects.in_use().in_order()
        self.offer("questions", [(field.name, field.label) for field in known])

    def known(self, options: Mapping[str, Any]) -> dict[str, Any]:
        asked = wanted(options)
        own = numbers.formats(options)[: -len(numbers.USUAL)]
        return {
            "questions": list(asked.questions),
            "needed": asked.needed,
            "before_sensitive": asked.before_sensitive,
            "number_formats": "\n".join(own),
            "pop_sources": "\n".join(sources.sources(options)),
        }

    def clean_number_formats(self) -> list[str]:
        found = _lines_in(self.cleaned_data["number_formats"])
        wrong = next((one for one in found if not numbers.is_template(one)), None)
        if wrong is not None:
            raise forms.ValidationError(f"“{wrong[:40]}” needs one # where the number stands.")
        return found

    def clean_pop_sources(self) -> list[str]:
        found = {line: sources.origin_of(line) for line in _lines_in(self.cleaned_data["pop_sources"])}
        wrong = next((line for line, origin in found.items() if not origin), None)
        if wrong is not None:
            raise forms.ValidationError(f"“{wrong[:40]}” is no page: begin it with https://.")
        return list(dict.fromkeys(found.values()))

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        if chosen.get("questions") and chosen.get("needed", 0) > len(chosen["questions"]):
            self.add_error("needed", "More right answers are needed than can be asked for.")
        return chosen

    def said(self) -> Said:
        chosen = self.cleaned_data
        names = ("questions", "needed", "before_sensitive")
        return {
            "caller_check": {name: chosen[name] for name in names},
            "number_formats": chosen["number_formats"] or None,
            "pop_sources": chosen["pop_sources"] or None,
        }


class Helping(Section):
    heading, lead = "Helping", "What stays with the person while somebody helps."

    person_hands_in = _yes(
        "Only the person hands in their forms",
        "Whoever helps prepares them, and leaves the last step to them.",
    )
    lend_parts = _yes(
        "The part somebody has in a case serves whoever helps them",
        "A manager or monitor who is helped: the agent may open the case, and the manager's say is lent.",
    )

    def known(self, options: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "person_hands_in": only_the_person_hands_in(),
            "lend_parts": CaseOptions.of(options).lend_parts,
        }

    def said(self) -> Said:
        return {
            "forms": {"person_hands_in": self.cleaned_data["person_hands_in"]},
            "cases": {"lend_parts": self.cleaned_data["lend_parts"]},
        }


class Calendar(Section):
    heading, lead = "Working days and holidays", "When targets in working days go on, and when they rest."

    DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    working_days = forms.MultipleChoiceField(
        label="Working days",
        choices=[(str(number), name) for number, name in enumerate(DAYS)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day."} | ONLY_THEIRS,
    )
    holidays = forms.CharField(
        label="Holidays",
        required=False,
        max_length=12_000,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        help_text="A day to a line, like 2026-12-25. Targets that are running already keep their day.",
    )

    def known(self, options: Mapping[str, Any]) -> dict[str, Any]:
        kept = CaseOptions.of(options)
        return {
            "working_days": [str(day) for day in sorted(kept.working_days)],
            "holidays": "\n".join(day.isoformat() for day in sorted(kept.holidays)),
        }

    def clean_holidays(self) -> str:
        days = set()
        for number, line in enumerate(self.cleaned_data["holidays"].splitlines(), start=1):
            if not line.strip():
                continue
            try:
                days.add(date.fromisoformat(line.strip()))
            except ValueError:
                raise forms.ValidationError(
                    f"Line {number} is not a day like 2026-12-25: “{line.strip()[:30]}”."
                ) from None
        return "\n".join(day.isoformat() for day in sorted(days))

    def said(self) -> Said:
        return {
            "cases": {
                "working_days": [int(day) for day in self.cleaned_data["working_days"]],
                "holidays": self.cleaned_data["holidays"].split(),
            }
        }


class Calls(Section):
    heading, lead = "Calls", "Guests in live help, and what they agree to."

    guest_licences = forms.IntegerField(
        label="Guests in calls at the same moment", min_value=0, max_value=calls.MOST_LICENCES
    )
    restrict_guests = _yes("Guests only write, point and draw")
    terms_version = forms.CharField(
        label="Version of the terms",
        max_length=50,
        help_text="Change it with the text: it is kept with each consent.",
        error_messages={"required": "Give the terms a version."},
    )
    terms = forms.CharField(
        label="Terms",
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": "Say what guests agree to."},
    )

    def known(self, options: Mapping[str, Any]) -> dict[str, Any]:
        said = calls.Options.of(options)
        return {
            name: getattr(said, name)
            for name in ("guest_licences", "restrict_guests", "terms_version", "terms")
        }

    def clean(self) -> dict[str, Any]:
        chosen, before = self.cleaned_data, calls.Options.of(self.tenant.options)
        text = chosen.get("terms", "").replace("\r\n", "\n")
        if text and text != before.terms and chosen.get("terms_version") == before.terms_version:
            self.add_error("terms_version", "Other terms need another version: it says who agreed to what.")
        return {**chosen, "terms": text}

    def said(self) -> Said:
        chosen = self.cleaned_data
        return {
            "calls": {
                "guest_licences": chosen["guest_licences"],
                "restrict_guests": chosen["restrict_guests"],
                "terms": {"version": chosen["terms_version"], "text": chosen["terms"]},
            }
        }


SECTIONS: dict[str, type[Section]] = {
    "house": House,
    "contacts": Contacts,
    "callers": Callers,
    "helping": Helping,
    "calendar": Calendar,
    "calls": Calls,
}
