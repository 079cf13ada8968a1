"""Everything that writes forms, drafts and submissions."""

from alongside.forms.actions.attaching import ATTACH, FETCH, attach, fetch
from alongside.forms.actions.carrying import CARRY_OVER, carry_over
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
from alongside.forms.actions.siding import SIDE, NotHelping, begin_side, end_side, note_page, point_at
from alongside.forms.actions.submitting import SUBMIT, Submitted, submit

__all__ = [
    "ATTACH",
    "CARRY_OVER",
    "DESIGN",
    "DISCARD",
    "FETCH",
    "OPEN",
    "PUBLISH",
    "RETIRE",
    "SAVE",
    "SIDE",
    "SUBMIT",
    "Closed",
    "NotHelping",
    "Overtaken",
    "Submitted",
    "attach",
    "begin",
    "begin_design",
    "begin_side",
    "carry_over",
    "discard",
    "discard_design",
    "edit",
    "end_side",
    "fetch",
    "new_design",
    "note_page",
    "open_form",
    "point_at",
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
