"""All parts of the design system on one page, for whoever builds or judges them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def parts(request: HttpRequest) -> HttpResponse:
    """Show every part; `?layout=portal` generously, otherwise as densely as agents see it."""
    now = timezone.now()
    return render(
        request,
        "ui/parts_page.html",
        {
            "layout": "ui/portal.html" if request.GET.get("layout") == "portal" else "ui/console.html",
            "form": Specimen(initial={"colour": "green"}),
            "refused": Specimen({"no-email": "ann", "no-born": "31/02/1970", "no-day": ["mo"]}, prefix="no"),
            "now": now,
            "entries": [
                Happened(now - timedelta(minutes=3), "Handed in a parking permit", "Bob Agent", "#timeline"),
                Happened(now - timedelta(hours=1), "Saved a parking permit for later"),
                Happened(now - timedelta(days=1), "Changed telephone", "Bob Agent", note="On the telephone"),
            ],
        },
    )


parts.authority = "public"  # type: ignore[attr-defined]  # the mark of assisting.authority, which lies above


@dataclass(frozen=True)
class Happened:
    """An entry of the timeline."""

    at: datetime
    sentence: str
    actor: str = ""
    link: str = ""
    note: str = ""


class Specimen(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label="Full name", max_length=100, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        help_text="We write only about this request.",
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )
    born = forms.DateField(
        label="Date of birth",
        help_text="For example, 27 3 1984",
        widget=forms.DateInput({"autocomplete": "bday", "inputmode": "numeric"}),
    )
    street = forms.ChoiceField(
        label="Street",
        required=False,
        choices=[("", "Choose a street"), ("North", [("hill", "Hill Road"), ("mill", "Mill Lane")])],
    )
    colour = forms.ChoiceField(
        label="Which bin is it?",
        choices=[("brown", "Brown, for the garden"), ("green", "Green, for glass"), ("other", "Another")],
        widget=forms.RadioSelect,
    )
    day = forms.MultipleChoiceField(
        label="Which days suit you?",
        help_text="Choose all that do.",
        required=False,
        choices=[("mo", "Monday"), ("we", "Wednesday"), ("fr", "Friday")],
        widget=forms.CheckboxSelectMultiple,
    )
    story = forms.CharField(label="What happened?", required=False, widget=forms.Textarea({"rows": 4}))
    photo = forms.FileField(label="Photograph", required=False, help_text="Up to 5 MB")
    agreed = forms.BooleanField(label="You may ring me about this")
