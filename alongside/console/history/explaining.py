"""Could this actor do that for this person, and why not: for auditors, from the rules themselves."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting import powers
from alongside.assisting.authority import staff
from alongside.console.history.actions import AUDIT, read
from alongside.people import explanations
from alongside.people.explanations import Explanation, Unknown
from alongside.people.http import Request


class Question(forms.Form):
    use_required_attribute = False

    actor = forms.CharField(
        label="Who would act",
        max_length=200,
        help_text="Number, user name or whole name",
        error_messages={"required": "Say who would act."},
    )
    power = forms.ChoiceField(
        label="What they would do",
        error_messages={"required": "Choose what.", "invalid_choice": "Choose one of the list."},
    )
    person = forms.CharField(
        label="For whom, or about whom",
        max_length=200,
        required=False,
        help_text="Themselves, if you leave it empty",
    )
    about = forms.CharField(
        label="Which thing",
        max_length=200,
        required=False,
        help_text="As entries name it, such as forms.draft:41aa…",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        explanations.load_actions()
        names = sorted(name for name in powers.declared() if not name.startswith("tests."))
        of_package = groupby(names, key=lambda name: name.partition(".")[0])
        groups = [(package.capitalize(), [(name, name) for name in of]) for package, of in of_package]
        self.fields["power"].choices = [("", "Choose"), *groups]  # type: ignore[attr-defined]  # it is a ChoiceField


@staff(AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: Request) -> HttpResponse:
    """A question is a POST: it names people, and addresses hold no names. That it was asked is recorded."""
    form = Question(request.POST if request.method == "POST" else None)
    found, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            asked = form.cleaned_data
            try:
                found = explanations.explain(
                    asked["actor"], asked["power"], asked["person"] or None, asked["about"] or None
                )
            except Unknown as problem:
                form.add_error(
                    None, f"There is {problem}" if str(problem).startswith("no ") else str(problem)
                )
            else:
                status = 200
                people = {"actor": str(found.actor.ref), "person": str(found.person.ref)}
                read(request.acting, "an explanation", people | {"power": found.power.name})
    context = {"form": form, "found": found, "reasons": _reasons(found) if found else []}
    return render(request, "console/history/explain.html", context, status=status)


def _reasons(found: Explanation) -> list[dict[str, object]]:
    """Each rule that decided, with its sentence, its source and the facts it read."""
    reasons: list[dict[str, object]] = []
    for reason in found.reasons:
        sentence, source = reason.sentence
        facts = [(name.replace("_", " "), _shown(value)) for name, value in asdict(reason.facts).items()]
        reasons.append(
            {
                "rule": reason.verdict.rule,
                "allowed": reason.verdict.allowed,
                "sentence": sentence,
                "source": source,
            }
            | {"facts": facts}
        )
    return reasons


def _shown(value: object) -> str:
    if isinstance(value, dict):  # the verdict of a matter's own rules
        return str(value["rule"])
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
