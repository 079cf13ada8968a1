"""What is typed while a desk is arranged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alongside.assisting.acting import Acting
from alongside.desk import queries
from alongside.desk.actions.working import LONGEST_TEXT
from alongside.desk.hours import Opening
from alongside.desk.models import ServiceLevel, Skill, StockAnswer, Topic
from alongside.desk.options import Options
from alongside.people import dates
from alongside.people.checking import Misfit
from alongside.people.models import Segment

WRONG_CHOICE = {"required": "Choose one of the list.", "invalid_choice": "Choose one of the list."}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNITS = {"minutes": 1, "hours": 60, "days": 1440}


class ArrangingInput(forms.Form):
    use_required_attribute = False

    def refuse(self, misfit: Misfit) -> None:
        for name, error in misfit.errors.items():
            self.add_error(name if name in self.fields else None, error)

    def offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a field of choices


def segments_of(acting: Acting) -> dict[str, Segment]:
    """The segments that somebody arranges, by their numbers as text."""
    own = queries.segments_of(acting)
    rows = Segment.objects.order_by("name")
    return {str(one.pk): one for one in (rows if own is None else rows.filter(pk__in=own))}


class TopicInput(ArrangingInput):
    """A new topic, or one that is changed. Its segment is that of what stands above it."""

    name = forms.CharField(
        label="Name", max_length=100, error_messages={"required": "Give the topic a name."}
    )
    place = forms.ChoiceField(label="Where it stands", error_messages=WRONG_CHOICE)
    public = forms.BooleanField(
        label="People choose it themselves",
        required=False,
        help_text="Otherwise only agents file questions under it.",
    )
    skills = forms.MultipleChoiceField(
        label="Skills it takes",
        required=False,
        help_text="An agent who gets its questions has all of them.",
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(self, data: Any = None, *, acting: Acting, topic: Topic | None = None) -> None:
        self.known = {str(one.pk): one for one in Skill.objects.order_by("name")}
        self.segments = segments_of(acting)
        placed = [one for one in queries.tree(queries.segments_of(acting)) if one.topic != topic]
        self.topics = {str(one.topic.pk): one.topic for one in placed}
        super().__init__(data, initial=_told(topic) if topic else {"public": True})
        if topic is not None:
            placed = [one for one in placed if one.topic.segment_id == topic.segment_id]
            self.segments = {str(topic.segment_id): topic.segment}
        tops = [(f"top-{key}", f"At the top of {one.name}") for key, one in self.segments.items()]
        below = [(f"below-{one.topic.pk}", f"Below {one.path} ({one.topic.segment.name})") for one in placed]
        self.offer("place", [*tops, *below])
        self.offer("skills", [(key, one.name) for key, one in self.known.items()])
        if not self.known:
            del self.fields["skills"]

    @property
    def parent(self) -> Topic | None:
        kind, _, key = str(self.cleaned_data["place"]).partition("-")
        return self.topics[key] if kind == "below" else None

    @property
    def segment(self) -> Segment:
        above = self.parent
        return above.segment if above else self.segments[self.cleaned_data["place"].partition("-")[2]]

    @property
    def asked(self) -> list[Skill]:
        return [self.known[key] for key in self.cleaned_data.get("skills", [])]


def _told(topic: Topic) -> dict[str, object]:
    return {
        "name": topic.name,
        "place": f"below-{topic.parent_id}" if topic.parent_id else f"top-{topic.segment_id}",
        "public": topic.public,
        "skills": [str(one.pk) for one in topic.skills.all()],
    }


class StockInput(ArrangingInput):
    name = forms.CharField(
        label="Name", max_length=100, error_messages={"required": "Give the stock answer a name."}
    )
    segment = forms.ChoiceField(label="Segment", error_messages=WRONG_CHOICE)
    text = forms.CharField(
        label="Text",
        max_length=LONGEST_TEXT,
        error_messages={"required": "Write something first."},
        widget=forms.Textarea({"rows": 10}),
    )

    def __init__(self, data: Any, *, acting: Acting, stock: StockAnswer | None) -> None:
        told = {"name": stock.name, "segment": stock.segment_id, "text": stock.text} if stock else {}
        super().__init__(data, initial=told)
        self.segments = segments_of(acting)
        self.offer("segment", [(key, one.name) for key, one in self.segments.items()])


class SkillInput(ArrangingInput):
    name = forms.CharField(
        label="Name", max_length=100, error_messages={"required": "Give the skill a name."}
    )


class AgentInput(ArrangingInput):
    """What an agent can."""

    skills = forms.MultipleChoiceField(label="Skills", required=False, widget=forms.CheckboxSelectMultiple())

    def __init__(self, data: Any, *, held: set[int]) -> None:
        self.known = {str(one.pk): one for one in Skill.objects.order_by("name")}
        super().__init__(data, initial={"skills": [key for key, one in self.known.items() if one.pk in held]})
        self.offer("skills", [(key, one.name) for key, one in self.known.items()])


class LevelInput(ArrangingInput):
    """Within how long, for what."""

    about = forms.ChoiceField(label="For", error_messages=WRONG_CHOICE)
    amount = forms.IntegerField(
        label="Within",
        min_value=1,
        error_messages={
            "required": "Enter a number.",
            "invalid": "Enter a whole number, for example 4.",
            "min_value": "Enter 1 or more.",
        },
    )
    unit = forms.ChoiceField(label="Unit", choices=[(one, one) for one in UNITS], initial="hours")
    in_hours = forms.BooleanField(label="Counted only while the desk is open", required=False, initial=True)

    def __init__(self, data: Any = None, *, acting: Acting) -> None:
        super().__init__(data)
        self.segments = segments_of(acting)
        placed = queries.tree(queries.segments_of(acting))
        self.topics = {str(one.topic.pk): one.topic for one in placed}
        self.offer(
            "about",
            [
                ("all", "Every question"),
                *((f"segment-{key}", f"Segment {one.name}") for key, one in self.segments.items()),
                *(
                    (f"topic-{one.topic.pk}", f"Topic {one.path} ({one.topic.segment.name})")
                    for one in placed
                ),
            ],
        )

    @property
    def minutes(self) -> int:
        amount: int = self.cleaned_data["amount"]
        return amount * UNITS[self.cleaned_data["unit"]]

    @property
    def scope(self) -> dict[str, Any]:
        kind, _, key = self.cleaned_data["about"].partition("-")
        if kind == "topic":
            return {"topic": self.topics[key]}
        return {"segment": self.segments[key]} if kind == "segment" else {}


class HoursField(forms.CharField):
    """`09:00-12:30, 13:30-17:00`; nothing for a day on which the desk is closed."""

    def clean(self, value: Any) -> tuple[Opening, ...]:
        text = super().clean(value).replace("–", "-").replace(".", ":")
        try:
            return tuple(_opening(part) for part in text.split(",") if part.strip())
        except ValueError:
            raise ValidationError("Enter times like 09:00-12:30, 13:30-17:00.") from None


class DaysField(forms.CharField):
    def clean(self, value: Any) -> list[date]:
        found = []
        for line in super().clean(value).splitlines():
            if line.strip():
                days = dates.stated(line.strip())
                if len(days) != 1:
                    raise ValidationError(
                        f"“{line.strip()}” is no day: enter one on each line, like 25 12 2026."
                    )
                found.append(date(int(days[0][:4]), int(days[0][4:6]), int(days[0][6:])))
        return found


class HoursInput(ArrangingInput):
    closed = DaysField(
        label="Closed on",
        required=False,
        max_length=5_000,
        help_text="A day on each line, for example 25 12 2026",
        widget=forms.Textarea({"rows": 4}),
    )
    together = forms.MultipleChoiceField(
        label="Getting the next question brings all of the same person in",
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(self, data: Any, *, options: Mapping[str, Any]) -> None:
        now = Options.of(options)
        super().__init__(
            data,
            initial={
                "closed": "\n".join(f"{day:%d %m %Y}" for day in sorted(now.closed)),
                "together": [str(number) for number in now.get_all],
            }
            | {_name(day): ", ".join(map(_shown, now.week.get(day, ()))) for day in range(7)},
        )
        self.segments = {str(one.pk): one for one in Segment.objects.order_by("name")}
        self.offer("together", [(key, one.name) for key, one in self.segments.items()])
        for day, label in enumerate(DAYS):
            self.fields[_name(day)] = HoursField(label=label, required=False, max_length=100)
        self.order_fields([_name(day) for day in range(7)])

    @property
    def week(self) -> dict[int, tuple[Opening, ...]]:
        return {day: self.cleaned_data[_name(day)] for day in range(7)}

    @property
    def chosen(self) -> list[Segment]:
        return [self.segments[key] for key in self.cleaned_data["together"]]


def said_of(level: ServiceLevel) -> str:
    """`4 hours`, `2 days`: in the largest unit that is whole."""
    unit = next(one for one, size in reversed(UNITS.items()) if level.minutes % size == 0)
    count = level.minutes // UNITS[unit]
    return f"{count} {unit if count > 1 else unit.removesuffix('s')}"


def _name(day: int) -> str:
    return DAYS[day].lower()


def _opening(part: str) -> Opening:
    begin, dash, end = (each.strip() for each in part.partition("-"))
    if not dash:
        raise ValueError(part)
    return Opening(_time(begin), time.max if end in ("24:00", "24") else _time(end))


def _time(text: str) -> time:
    hour, _, minute = text.partition(":")
    return time(int(hour), int(minute or 0))


def _shown(opening: Opening) -> str:
    end = "24:00" if opening.end == time.max else f"{opening.end:%H:%M}"
    return f"{opening.begin:%H:%M}-{end}"
