"""What is asked of whoever writes an article."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import slugify

from alongside.knowledge.models import Article, Branch
from alongside.lib import clock
from alongside.people.models import Group

REVIEWED_AFTER = timedelta(days=365)


class ArticleForm(forms.Form):
    """An article to write (`article` is None) or to write anew."""

    use_required_attribute = False

    title = forms.CharField(max_length=120, error_messages={"required": "Enter a title."})
    slug = forms.SlugField(
        label="Address",
        max_length=60,
        required=False,
        help_text="Its last part, such as missed-bins. It never changes. Left empty, the title gives it.",
    )
    body = forms.CharField(
        label="Text",
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Markdown: # for a heading, - for a list, **bold**, [words](https://…) for a link.",
        error_messages={"required": "Enter the text."},
    )
    branch: forms.ModelChoiceField[Branch] = forms.ModelChoiceField(
        None, label="Part of the knowledge base", required=False, empty_label="None"
    )
    groups: forms.ModelMultipleChoiceField[Group] = forms.ModelMultipleChoiceField(
        None,
        label="For whom",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only members of these groups read it. Choose none, and everybody does.",
    )
    review_on = forms.DateField(
        label="Look through again on",
        required=False,
        input_formats=["%d %m %Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d %m %Y", attrs={"inputmode": "numeric"}),
        help_text="For example 31 1 2027. On that day it stands in the list of what is due.",
        error_messages={"invalid": "Enter a day, month and year, for example 31 1 2027."},
    )
    tell = forms.BooleanField(
        label="Write to those who want to be told of changes",
        required=False,
        help_text="If the text changed.",
    )

    def __init__(self, data: Any = None, *, article: Article | None = None) -> None:
        super().__init__(data, initial=_initial(article), auto_id="article-%s")
        self.article = article
        self._offer("branch", Branch.objects.order_by("name"))
        self._offer("groups", Group.objects.order_by("name"))
        if article is not None:
            del self.fields["slug"]
        else:
            del self.fields["tell"]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if self.article is None and "slug" in said:
            said["slug"] = said["slug"] or slugify(said.get("title", ""))[:60].strip("-")
            if "title" in said and not said["slug"]:
                self.add_error("slug", "Enter an address: the title has no letters that an address may have.")
            elif Article.objects.filter(slug=said["slug"]).exists():
                self.add_error("slug", "Another article has this address, perhaps a retired one.")
        return said

    def described(self) -> dict[str, Any]:
        """What to publish."""
        said = dict(self.cleaned_data)
        if self.article is not None:
            said["slug"] = self.article.slug
        return said | {"groups": list(said["groups"])}

    def refuse(self, problem: ValidationError) -> None:
        """Say what the action found."""
        for name, messages in problem.message_dict.items():
            field = None if name == NON_FIELD_ERRORS or name not in self.fields else name
            for message in messages:
                self.add_error(field, message)

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the types)
        field.queryset = rows


class BranchForm(forms.Form):
    use_required_attribute = False

    name = forms.CharField(max_length=100, error_messages={"required": "Enter a name."})
    parent: forms.ModelChoiceField[Branch] = forms.ModelChoiceField(
        None, label="Within", required=False, empty_label="Nothing: it stands on top"
    )
    public = forms.BooleanField(
        label="Articles in it may be for everybody",
        required=False,
        initial=True,
        help_text="Otherwise each says for which groups it is.",
    )

    def __init__(self, data: Any = None, *, branch: Branch | None = None) -> None:
        initial = {"name": branch.name, "public": branch.public} if branch else None
        super().__init__(data, initial=initial, auto_id="branch-%s")
        if branch is not None:
            del self.fields["parent"]
        else:
            field = self.fields["parent"]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the types)
            field.queryset = Branch.objects.order_by("name")


def _initial(article: Article | None) -> dict[str, Any]:
    if article is None:
        return {"review_on": _in_a_year()}
    return {
        "title": article.title,
        "body": article.body,
        "branch": article.branch_id,
        "groups": article.secured_to(),
        "review_on": article.review_on,
    }


def _in_a_year() -> date:
    return (clock.now() + REVIEWED_AFTER).date()
