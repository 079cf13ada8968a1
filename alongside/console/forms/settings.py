"""How a form stands among the others: its title, who reaches it, who sees what is handed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.authority import staff
from alongside.console.forms.finding import back_to, design_of
from alongside.console.forms.outline import gone
from alongside.forms import actions
from alongside.forms.actions import DESIGN, Overtaken
from alongside.forms.designing import Missing
from alongside.forms.models import Content
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.people.models import Group


class SettingsForm(forms.Form):
    use_required_attribute = False

    title = forms.CharField(
        label="Title",
        error_messages={"required": "Give the form a title."},
        widget=forms.TextInput({"maxlength": 120, "autocomplete": "off"}),
    )
    summary = forms.CharField(
        label="Summary",
        required=False,
        max_length=300,
        help_text="A sentence below the title in the list of forms",
        widget=forms.TextInput({"maxlength": 300, "autocomplete": "off"}),
    )
    private = forms.BooleanField(
        label="Not listed",
        required=False,
        help_text="Then it is found by its address, by a link or by an agent only.",
    )
    assist_enabled = forms.BooleanField(
        label="Can be filled in for others",
        required=False,
        help_text="Otherwise whoever opens it does so for themselves, also while helping somebody.",
    )
    sensitive = forms.BooleanField(
        label="Sensitive",
        required=False,
        help_text="Then no answer leaves by e-mail: messages hold the reference and a link alone.",
    )
    groups = forms.MultipleChoiceField(
        label="Only for members of",
        required=False,
        help_text="With none, the form is open to everybody.",
        widget=forms.CheckboxSelectMultiple,
    )
    staff = forms.MultipleChoiceField(
        label="What is handed in is seen by members of",
        required=False,
        help_text="With none, nobody sees it in the console.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, content: Content) -> None:
        super().__init__(data, initial={name: content.get(name) for name in self.base_fields})
        groups = [(str(pk), name) for pk, name in Group.objects.order_by("name").values_list("pk", "name")]
        for name in ("groups", "staff"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (said above)
            field.choices = groups
            self.initial[name] = [str(one) for one in self.initial[name]]
            if not groups:
                del self.fields[name]

    def said(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        for name in {"groups", "staff"} & said.keys():
            said[name] = sorted(int(one) for one in said[name])
        return said


@staff(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, slug: str) -> HttpResponse:
    """The settings of a working copy; they are published with it."""
    design = design_of(slug)
    form = SettingsForm(request.POST if request.method == "POST" else None, content=design.content)
    overtaken = False
    if request.method == "POST" and form.is_valid():
        was = "" if request.POST.get("over") == "yes" else request.POST.get("was", "")
        try:
            actions.settle(request.acting, design, form.said(), was=was)
        except Missing:
            return gone(request, slug)
        except Misfit as misfit:
            for name, error in misfit.errors.items():
                form.add_error(name, error)
        except Overtaken:
            overtaken = True
        else:
            messages.success(request, "The settings are as you said. They are in use once you publish.")
            return back_to(slug)
    status = 409 if overtaken else 422 if form.errors else 200
    context = {
        "design": design,
        "form": form,
        "overtaken": overtaken,
        "was": actions.settings_print(design),
    }
    return render(request, "console/forms/settings.html", context, status=status)
