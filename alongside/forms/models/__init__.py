"""Forms and their versions, what people have begun to fill in, and what they handed in."""

from alongside.forms.models.drafts import Draft
from alongside.forms.models.forms import Form, FormGroup, FormVersion
from alongside.forms.models.submissions import State, Submission

__all__ = ["Draft", "Form", "FormGroup", "FormVersion", "State", "Submission"]
