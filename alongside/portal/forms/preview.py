"""A form as people will see it, for those who make it. Answers stay in the sign-in, so that conditions can be
tried; nothing is recorded, nothing is handed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alongside.assisting.authority import staff
from alongside.forms import designing
from alongside.forms.actions import DESIGN
from alongside.forms.answers import Answers, given
from alongside.forms.asking import asked
from alongside.forms.context import variables
from alongside.forms.models import Design, Draft, Form, FormVersion
from alongside.forms.placeholders import filled
from alongside.forms.schema import BadDefinition
from alongside.forms.sending import without_rows
from alongside.lib import clock, ids
from alongside.lib.addresses import inside
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.portal.forms.sheet import Sheet, steps


@dataclass
class PreviewSheet(Sheet):
    """A page that is sent back to the preview."""

    @property
    def address(self) -> str:
        return inside("portal:preview", self.version.form.slug, self.number)


@staff(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: Request, slug: str, number: int) -> HttpResponse:
    """A page of the working copy (else of the version in use), or after the last the end."""
    version = _version(slug)
    try:
        last = len(version.schema.pages)
    except BadDefinition:
        return see(inside("console:form", slug))
    if not 1 <= number <= last + 1:
        raise Http404
    kept = f"preview:{slug}"
    answers: Answers = request.session.get(kept, {}) if number > 1 or request.method == "POST" else {}
    if number == last + 1:
        return _end(request, version, answers)
    draft = Draft(pk=ids.random_id(), form=version.form, version=version, answers=answers)
    data = request.POST if request.method == "POST" else None
    sheet = PreviewSheet(request.acting, version, number, draft=draft, data=data)
    back = data is not None and data.get("then") == "back"
    if data is not None and (back or sheet.form.is_valid() or sheet.read.more):
        remaining = without_rows(answers, version.schema, sheet.read.values)
        request.session[kept] = given(remaining, sheet.read.values, {}, request.acting.actor, clock.now())
        to = sheet.asking.previous(number) or number if back else sheet.asking.next(number)
        return see(inside("portal:preview", slug, number if sheet.read.more else to))
    context = {
        "sheet": sheet,
        "form": version.form,
        "waiting": None,
        "overtaken": False,
        "left": (),
        "carried": None,
        "side": None,
        "swapped": False,
    }
    return render(request, "portal/forms/preview.html", context, status=422 if data is not None else 200)


def _end(request: Request, version: FormVersion, answers: Answers) -> HttpResponse:
    definition, known = version.schema, variables(request.acting)
    values = {name: answer["value"] for name, answer in answers.items() if "value" in answer}
    asking = asked(definition, values, timezone.localdate(clock.now()))
    context = {
        "form": version.form,
        "definition": definition,
        "steps": steps(asking),
        "back": inside("portal:preview", version.form.slug, asking.pages[-1] if asking.pages else 1),
        "text": filled(definition.summary.text, known),
        "confirmation": filled(definition.confirmation, known),
    }
    return render(request, "portal/forms/preview_summary.html", context)


def _version(slug: str) -> FormVersion:
    """What the working copy asks, as a version that is not stored; without one, the version in use."""
    design = Design.objects.of(slug).first()
    if design is not None:
        form = Form(slug=slug, title=design.title, assist_enabled=design.content["assist_enabled"])
        return FormVersion(form=form, number=0, definition=designing.definition_of(design.sketch))
    newest: FormVersion | None = FormVersion.objects.newest_of(slug).first()
    if newest is None:
        raise Http404
    return newest
