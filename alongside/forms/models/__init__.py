"""Forms and their versions, what people have begun to fill in, and what they handed in."""

from alongside.forms.models.drafts import Draft, DraftQuerySet
from alongside.forms.models.forms import Form, FormGroup, FormVersion, FormVersionQuerySet
from alongside.forms.models.submissions import State, Submission, SubmissionQuerySet
from alongside.forms.models.whose import Whose

__all__ = [
    "Draft",
    "DraftQuerySet",
    "Form",
    "FormGroup",
    "FormVersion",
    "FormVersionQuerySet",
    "State",
    "Submission",
    "SubmissionQuerySet",
    "Whose",
]
