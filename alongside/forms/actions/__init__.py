"""Everything that writes forms, drafts and submissions."""

from alongside.forms.actions.drafting import DISCARD, SAVE, Closed, begin, discard, save
from alongside.forms.actions.opening import OPEN, open_form
from alongside.forms.actions.publishing import PUBLISH, publish
from alongside.forms.actions.submitting import SUBMIT, Submitted, submit

__all__ = [
    "DISCARD",
    "OPEN",
    "PUBLISH",
    "SAVE",
    "SUBMIT",
    "Closed",
    "Submitted",
    "begin",
    "discard",
    "open_form",
    "publish",
    "save",
    "submit",
]
