"""Everything that cases keep: `from alongside.cases.models import Case`."""

from alongside.cases.models.appointments import Appointment, AppointmentQuerySet, How, Reply
from alongside.cases.models.cases import Case, CaseQuerySet
from alongside.cases.models.deciding import ENQUIRE, SEARCH, lends
from alongside.cases.models.files import Attachment
from alongside.cases.models.letters import CaseLetter, Heard, TypeLetter
from alongside.cases.models.notes import BACKWARDS, LONGEST_NOTE, Asked, Link, LinkKind, Note
from alongside.cases.models.routines import TypeRoutine
from alongside.cases.models.satisfaction import LONGEST_COMMENT, Satisfaction, Score
from alongside.cases.models.stages import StageStay
from alongside.cases.models.tasks import LONGEST_TASK, CaseTask, StandardTask, TaskState
from alongside.cases.models.types import (
    CaseType,
    ChoiceKind,
    Part,
    Phase,
    TypeChoice,
    TypeGroup,
    Units,
)
from alongside.cases.models.views import LONGEST_NAME, SavedView
from alongside.cases.models.words import CaseWord

__all__ = [
    "BACKWARDS",
    "ENQUIRE",
    "LONGEST_COMMENT",
    "LONGEST_NAME",
    "LONGEST_NOTE",
    "LONGEST_TASK",
    "SEARCH",
    "Appointment",
    "AppointmentQuerySet",
    "Asked",
    "Attachment",
    "Case",
    "CaseLetter",
    "CaseQuerySet",
    "CaseTask",
    "CaseType",
    "CaseWord",
    "ChoiceKind",
    "Heard",
    "How",
    "Link",
    "LinkKind",
    "Note",
    "Part",
    "Phase",
    "Reply",
    "Satisfaction",
    "SavedView",
    "Score",
    "StageStay",
    "StandardTask",
    "TaskState",
    "TypeChoice",
    "TypeGroup",
    "TypeLetter",
    "TypeRoutine",
    "Units",
    "lends",
]
