"""Which programs are let in, for what, and until when."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.lib import clock
from alongside.people.actions import tokens
from alongside.people.actions.tokens import LONGEST, MAKE_TOKEN, REVOKE_TOKEN
from alongside.people.http import Request
from alongside.people.models import ProgramToken

# What programs can be let in for, of what there are methods for.
SCOPES = {
    "interactions.close_old": "Close contacts that were left open",
    "cases.search": "Find cases",
    "cases.enquire": "Read, raise and work on cases",
    "console.enter": "Add notes to cases by their reference",
    "desk.view": "Read questions",
    "desk.work": "Take questions, return, sort and resolve them",
    "desk.pick": "Choose which question to take",
    "desk.propose": "Propose answers",
    "desk.send": "Send answers",
    "desk.approve": "Approve and reject what was proposed",
    "desk.reassign": "Put questions into somebody's hands",
    "mailings.arrange": "Read and write mailings",
    "mailings.send": "Send, pause and cancel mailings",
}

# What another system can be given for whoever is being helped.
DELEGATED = {
    "desk.ask": "Ask a question",
    "forms.attach": "Add a file to a form",
    "forms.discard": "Throw away a saved form",
    "forms.fetch": "Read files of their forms",
    "forms.save": "Save a form",
    "forms.submit": "Hand in a form",
    "people.edit_profile": "Change their profile",
    "workflow.start": "Start a process",
}


class TokenInput(forms.Form):
    name = forms.CharField(max_length=100, help_text="Which program it is, and what for.")
    scopes = forms.MultipleChoiceField(
        label="It may", widget=forms.CheckboxSelectMultiple, required=False, help_text="In your name."
    )
    opens = forms.URLField(
        label="Address at which agents open it",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Only for another system in which agents go on helping somebody.",
    )
    delegated = forms.MultipleChoiceField(
        label="For whoever is being helped it may",
        choices=list(DELEGATED.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Only while an agent helps them, and only what that agent may do for them.",
    )
    days = forms.IntegerField(label="For how many days", min_value=1, max_value=LONGEST.days, initial=90)

    def __init__(self, data: object, rights: frozenset[str]) -> None:
        super().__init__(data, auto_id="token-%s")  # type: ignore[arg-type]  # QueryDict or None
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (for the types)
        field.choices = [(name, says) for name, says in SCOPES.items() if name in rights]


@staff(MAKE_TOKEN)
@require_http_methods(["GET", "POST"])
def programs(request: Request) -> HttpResponse:
    """All tokens; a POST makes one, and its text is on the answer and never again."""
    rights = frozenset(request.acting.actor.standing.rights)
    form = TokenInput(request.POST if request.method == "POST" else None, rights)
    text = number = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            token, text = tokens.make_token(request.acting, **said)
            number = token.pk.hex
            form = TokenInput(None, rights)
        except tokens.Misgiven as problem:
            form.add_error(problem.field, str(problem))
    known = ProgramToken.objects.select_related("maker").order_by("-made_at")
    context = {
        "form": form,
        "text": text,
        "number": number,
        "tokens": list(known),
        "now": clock.now(),
        "scopes": SCOPES | DELEGATED,
    }
    answer = render(request, "console/programs/programs.html", context, status=422 if form.errors else 200)
    if text:
        answer["Cache-Control"] = "no-store"
    return answer


@staff(REVOKE_TOKEN)
@require_POST
def revoke(request: Request, token_id: uuid.UUID) -> HttpResponse:
    try:
        tokens.revoke_token(request.acting, token_id)
    except ProgramToken.DoesNotExist:
        raise Http404 from None
    messages.success(request, "That program is let in no more.")
    return see_other("programs")
