"""Everything that writes forms, drafts and submissions."""

from alongside.forms.actions.designing import (
    DESIGN,
    RETIRE,
    Overtaken,
    begin_design,
    discard_design,
    edit,
    new_design,
    publish_design,
    retire_form,
    return_form,
    settings_print,
    settle,
    step_back,
    step_forward,
)
from alongside.forms.actions.drafting import DISCARD, SAVE, Closed, begin, discard, save
from alongside.forms.actions.opening import OPEN, open_form
from alongside.forms.actions.publishing import PUBLISH, publish
from alongside.forms.actions.submitting import SUBMIT, Submitted, submit

__all__ = [
    "DESIGN",
    "DISCARD",
    "OPEN",
    "PUBLISH",
    "RETIRE",
    "SAVE",
    "SUBMIT",
    "Closed",
    "Overtaken",
    "Submitted",
    "begin",
    "begin_design",
    "discard",
    "discard_design",
    "edit",
    "new_design",
    "open_form",
    "publish",
    "publish_design",
    "retire_form",
    "return_form",
    "save",
    "settings_print",
    "settle",
    "step_back",
    "step_forward",
    "submit",
]
