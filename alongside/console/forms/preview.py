"""A form as people will see it. Nothing is kept, nothing is handed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.forms import BoundField
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.forms.finding import Work, back_to, work_on
from alongside.forms import designing, parsing
from alongside.forms.actions import DESIGN
from alongside.forms.context import variables
from alongside.forms.fields import PageForm
from alongside.forms.placeholders import filled
from alongside.forms.schema import BadDefinition, Definition, Information, Page
from alongside.lib import clock
from alongside.lib.addresses import inside
from alongside.people.http import Request


@dataclass
class PreviewSheet:
    """One page, with everything that the page of people asks of it (`portal/forms/page.html`)."""

    work: Work
    definition: Definition
    number: int
    known: dict[str, str]
    data: QueryDict | None = None
    draft: None = None
    draft_id: str = ""
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.definition.pages[self.number - 1]
        self.form = PageForm(
            self.page, self.data, today=timezone.localdate(clock.now()), variables=self.known, own=True
        )

    @property
    def address(self) -> str:
        return inside("console:form_preview", self.work.slug, self.number)

    def parts(self) -> Iterator[tuple[Information | None, BoundField | None]]:
        for item in self.page.items:
            if isinstance(item, Information):
                facts = tuple((name, filled(text, self.known)) for name, text in item.facts)
                yield Information(item.title, filled(item.text, self.known), facts), None
            else:
                yield None, self.form[item.name]


@staff(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: Request, slug: str, number: int) -> HttpResponse:
    """A page of the form, or after the last the one on which answers are checked."""
    work = work_on(slug)
    try:
        definition = parsing.parse(designing.definition_of(work.sketch))
    except BadDefinition:
        return back_to(slug)
    if not 1 <= number <= len(definition.pages) + 1:
        raise Http404
    last = number == len(definition.pages) + 1
    known = variables(request.acting)
    if last:
        text = filled(definition.summary.text, known)
        said = filled(definition.confirmation, known)
        context = {"work": work, "definition": definition, "text": text, "confirmation": said}
        return render(request, "console/forms/preview_summary.html", context)
    data = request.POST if request.method == "POST" else None
    sheet = PreviewSheet(work, definition, number, known, data)
    back = data is not None and data.get("then") == "back"
    if data is not None and (back or sheet.form.is_valid()):
        return see_other("form_preview", slug=slug, number=max(1, number - 1) if back else number + 1)
    context = {"work": work, "sheet": sheet, "form": work, "waiting": None, "carried": None}
    return render(request, "console/forms/preview.html", context, status=422 if data is not None else 200)
