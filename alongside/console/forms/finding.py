"""Finding the form, or the working copy, that an address names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpResponse

from alongside.console.answers import see_other
from alongside.forms import designing, parsing
from alongside.forms.designing import Missing, Sketch, Spot
from alongside.forms.models import Design, Form, FormVersion
from alongside.forms.schema import BadDefinition
from alongside.people.http import Request


@dataclass(frozen=True)
class Problem:
    """What is wrong, and the id of the part where it is; "" where it is nowhere in particular."""

    says: str
    id: str
    called: str


@dataclass
class Work:
    """A form under the hands of somebody: in use, in a working copy, or both."""

    slug: str
    form: Form | None
    design: Design | None

    @property
    def title(self) -> str:
        return self.design.title if self.design else self.form.title if self.form else ""

    @cached_property
    def newest(self) -> FormVersion | None:
        """The version in use."""
        found: FormVersion | None = FormVersion.objects.newest_of(self.slug).first() if self.form else None
        return found

    @cached_property
    def sketch(self) -> Sketch:
        """What is asked: in the working copy, else in the version in use."""
        if self.design is not None:
            return self.design.sketch
        return designing.sketched(self.newest.definition if self.newest else {"pages": []})

    @cached_property
    def problems(self) -> list[Problem]:
        return problems_of(self.sketch)

    @cached_property
    def problems_by_part(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for problem in self.problems:
            found.setdefault(problem.id, []).append(problem.says)
        return found


def problems_of(sketch: Sketch) -> list[Problem]:
    """Everything that is wrong with what is asked, each with its part."""
    try:
        parsing.parse(designing.definition_of(sketch))
    except BadDefinition as bad:
        return [_problem(sketch, line) for line in bad.problems]
    return []


def _problem(sketch: Sketch, line: str) -> Problem:
    path, _, says = line.partition(": ")
    id = designing.at(sketch, path)
    key = path.rpartition(".")[2].partition("[")[0].replace("_", " ")
    called = designing.called(designing.spot(sketch, id).part) if id else ""
    return Problem(f"{key.capitalize()} {says}", id, called)


def work_on(slug: str) -> Work:
    form: Form | None = Form.objects.filter(slug=slug).first()
    design: Design | None = Design.objects.of(slug).first()
    if form is None and design is None:
        raise Http404
    return Work(slug, form, design)


def design_of(slug: str) -> Design:
    """The working copy."""
    found: Design | None = Design.objects.of(slug).first()
    if found is None:
        raise Http404
    return found


def spot_in(design: Design, id: str) -> Spot:
    try:
        return designing.spot(design.sketch, id)
    except Missing:
        raise Http404 from None


def back_to(slug: str, id: str = "") -> HttpResponse:
    """The outline, at a part."""
    if not id:
        return see_other("form", slug=slug)
    answer = see_other("form", {"at": id}, slug=slug)
    answer["Location"] += f"#part-{id}"
    return answer


def uploaded_text(request: Request) -> str:
    """What was pasted, or the file that was sent. Raises `UnicodeDecodeError`."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("definition", "").strip()
    content: bytes = file.read(MOST_BYTES + 1)
    return content.decode("utf-8-sig")


MOST_BYTES = 5_000_000
