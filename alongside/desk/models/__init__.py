"""Everything that the desk keeps: `from alongside.desk.models import Question`."""

from alongside.desk.models.drafts import AnswerDraft
from alongside.desk.models.files import SentFile
from alongside.desk.models.forwarding import ExpertReply, Forwarding
from alongside.desk.models.mail import (
    COPY,
    STUCK,
    Letter,
    LetterFile,
    LetterState,
    Mailbox,
    Post,
    PostState,
    Security,
)
from alongside.desk.models.questions import (
    ALL_SEGMENTS,
    RIGHTS,
    Answer,
    AnswerState,
    Channel,
    Conversation,
    Question,
    QuestionQuerySet,
    Resolution,
    rights_of,
)
from alongside.desk.models.structure import AgentSkill, ServiceLevel, Skill, StockAnswer, Topic, TopicSkill

__all__ = [
    "ALL_SEGMENTS",
    "COPY",
    "RIGHTS",
    "STUCK",
    "AgentSkill",
    "Answer",
    "AnswerDraft",
    "AnswerState",
    "Channel",
    "Conversation",
    "ExpertReply",
    "Forwarding",
    "Letter",
    "LetterFile",
    "LetterState",
    "Mailbox",
    "Post",
    "PostState",
    "Question",
    "QuestionQuerySet",
    "Resolution",
    "Security",
    "SentFile",
    "ServiceLevel",
    "Skill",
    "StockAnswer",
    "Topic",
    "TopicSkill",
    "rights_of",
]
