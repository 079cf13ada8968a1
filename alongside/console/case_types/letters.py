"""What is written by e-mail about cases of a type, as administrators say it (spec C41)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.assisting.authority import staff
from alongside.cases import actions as cases
from alongside.cases import writing
from alongside.cases.actions.types import SET_UP
from alongside.cases.letters import LONGEST_SUBJECT, LONGEST_TEXT, MEANINGS, Occasion, words
from alongside.cases.models import CaseType
from alongside.console.answers import see_other
from alongside.people.checking import Misfit
from alongside.people.http import Request


class LetterInput(forms.Form):
    use_required_attribute = False

    in_use = forms.BooleanField(label="It is sent", required=False)
    subject = forms.CharField(
        label="Subject",
        required=False,
        max_length=LONGEST_SUBJECT,
        help_text="Empty: the words of the house",
    )
    text = forms.CharField(
        label="Text",
        required=False,
        max_length=LONGEST_TEXT,
        help_text="Plain text. A line of which nothing is left is left out. Empty: the words of the house",
        widget=forms.Textarea({"rows": 14}),
    )


@staff(SET_UP)
@require_safe
def letters(request: Request, slug: str) -> HttpResponse:
    """Every occasion on which something is written, and whether it is."""
    type = _type(slug)
    own = writing.own_words(type)
    rows = [(occasion, said, own.get(occasion)) for occasion, said in words().items()]
    return render(request, "console/case_types/letters.html", {"type": type, "rows": rows})


@staff(SET_UP)
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: Request, slug: str, occasion: str) -> HttpResponse:
    type = _type(slug)
    if occasion not in list(Occasion):
        raise Http404
    chosen = Occasion(occasion)
    own = writing.own_words(type).get(chosen)
    subject, text = writing.words_of(own, chosen)
    begun = {"in_use": own is None or own.in_use, "subject": subject, "text": text}
    form = LetterInput(request.POST) if request.method == "POST" else LetterInput(initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            _say(request, type, chosen, form.cleaned_data)
        except Misfit as misfit:
            for name, error in misfit.errors.items():
                form.add_error(name, error)
        else:
            messages.success(request, "It is written like this from now on.")
            return see_other("case_type_letters", slug=slug)
    context = {"type": type, "said": words()[chosen], "occasion": chosen, "form": form, "meanings": MEANINGS}
    return render(request, "console/case_types/letter.html", context, status=422 if form.errors else 200)


def _say(request: Request, type: CaseType, occasion: Occasion, typed: Mapping[str, Any]) -> None:
    """Words that are the house's own are not kept as the type's: they change with the house."""
    house = words()[occasion]
    subject, text = typed["subject"], typed["text"].replace("\r\n", "\n").strip()
    cases.say(
        request.acting,
        type,
        occasion,
        in_use=typed["in_use"],
        subject="" if subject == house.subject else subject,
        text="" if text == house.text else text,
    )


def _type(slug: str) -> CaseType:
    found: CaseType | None = CaseType.objects.prefetch_related("letters").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
