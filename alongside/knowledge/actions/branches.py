"""The branches of the knowledge base, and whether what stands in them may be for everybody."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.knowledge.models import Article, Branch

ARRANGE = Power("knowledge.arrange", Kind.STAFF, right="knowledge.publish")


class Exposed(ValueError):
    """A branch cannot stop being public while these articles in it are for everybody."""

    def __init__(self, articles: list[str]) -> None:
        self.articles = articles
        super().__init__(
            f"These articles in it are for everybody: {', '.join(articles)}. Say for whom they are."
        )


class BranchInUse(ValueError):
    """Something stands in the branch."""


class BranchChanged(
    Event,
    kind="knowledge.branch_changed",
    title="Knowledge Branch Changed",
    sentence="{actor} arranged the part {branch} of the knowledge base",
    private=True,
):
    branch: str
    public: bool


class BranchRemoved(
    Event,
    kind="knowledge.branch_removed",
    title="Knowledge Branch Removed",
    sentence="{actor} removed the part {branch} of the knowledge base",
    private=True,
):
    branch: str


def add_branch(acting: Acting, name: str, *, public: bool = True, parent: Branch | None = None) -> Branch:
    """Raises `ValidationError` for a name that another beside it has. Under one that is not public, none
    is."""
    with acting.doing(ARRANGE) as deed:
        branch = Branch(name=name.strip(), parent=parent, public=public and (parent is None or parent.public))
        _check(branch)
        branch.save()
        deed.record(BranchChanged(branch=branch.name, public=branch.public), about=branch)
        return branch


def change_branch(acting: Acting, branch: Branch, *, name: str, public: bool) -> None:
    """Raises `ValidationError`, and `Exposed` where articles in it, or in those under it, are for everybody.

    What is under a branch that is not public is not public either; it is not opened with it.
    """
    with acting.doing(ARRANGE) as deed:
        within = _with_all_under(branch)
        branch.refresh_from_db()
        if branch.parent is not None and not branch.parent.public:
            public = False
        if not public:
            _demand_nothing_exposed(within)
            Branch.objects.filter(pk__in=within).update(public=False)
        branch.name, branch.public = name.strip(), public
        _check(branch)
        branch.save()
        deed.record(BranchChanged(branch=branch.name, public=public), about=branch)


def remove_branch(acting: Acting, branch: Branch) -> None:
    """Raises `BranchInUse` while articles or other branches stand in it."""
    with acting.doing(ARRANGE) as deed:
        if branch.articles.exists() or branch.children.exists():
            raise BranchInUse
        deed.record(BranchRemoved(branch=branch.name), about=branch)
        branch.delete()


def _check(branch: Branch) -> None:
    branch.full_clean(exclude=["tenant", "parent"], validate_constraints=False)
    beside = Branch.objects.filter(parent=branch.parent, name__iexact=branch.name).exclude(pk=branch.pk)
    if beside.exists():
        raise ValidationError({"name": f"There is another part called {branch.name} beside it."})


def _with_all_under(branch: Branch) -> list[int]:
    """A branch and all under it, locked: articles are not put into them meanwhile."""
    parents = dict(Branch.objects.select_for_update().values_list("pk", "parent"))
    within = [branch.pk]
    for one in within:
        within += [child for child, parent in parents.items() if parent == one]
    return within


def _demand_nothing_exposed(branches: list[int]) -> None:
    exposed = Article.objects.public().filter(branch__in=branches, retired_at__isnull=True).by_title()
    if articles := list(exposed.values_list("title", flat=True)[:20]):
        raise Exposed(articles)
