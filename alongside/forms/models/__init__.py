"""Forms and their versions, what people have begun to fill in, and what they handed in."""

from alongside.forms.models.designs import Content, Design, DesignStep
from alongside.forms.models.drafts import Draft, DraftQuerySet
from alongside.forms.models.files import File, FileQuerySet
from alongside.forms.models.followups import FollowUp
from alongside.forms.models.forms import Form, FormGroup, FormStaff, FormVersion, FormVersionQuerySet
from alongside.forms.models.links import DraftLink
from alongside.forms.models.sides import Side
from alongside.forms.models.submissions import State, Submission, SubmissionQuerySet
from alongside.forms.models.uploads import Upload
from alongside.forms.models.whose import Whose

__all__ = [
    "Content",
    "Design",
    "DesignStep",
    "Draft",
    "DraftLink",
    "DraftQuerySet",
    "File",
    "FileQuerySet",
    "FollowUp",
    "Form",
    "FormGroup",
    "FormStaff",
    "FormVersion",
    "FormVersionQuerySet",
    "Side",
    "State",
    "Submission",
    "SubmissionQuerySet",
    "Upload",
    "Whose",
]
