"""What an agent says to begin recording a contact (spec G59)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from alongside.interactions.models import Channel
from alongside.interactions.services import choices


class BeginInput(forms.Form):
    """Channel and service; and whom to look for, unless somebody is being helped already (spec G60)."""

    channel = forms.ChoiceField(choices=Channel.choices)
    service = forms.ChoiceField()
    q = forms.CharField(label="Who is it?", required=False, max_length=100)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, str] | None = None,
        options: Mapping[str, Any],
        helping: bool,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), auto_id="begin-%s")
        service = self.fields["service"]
        assert isinstance(service, forms.ChoiceField)  # noqa: S101 (for the types)
        service.choices = choices(options)
        if helping:
            del self.fields["q"]
