"""Everything that the desk keeps: `from alongside.desk.models import Question`."""

from alongside.desk.models.drafts import AnswerDraft
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
from alongside.desk.models.structure import AgentSkill, ServiceLevel, Skill, Topic, TopicSkill

__all__ = [
    "ALL_SEGMENTS",
    "RIGHTS",
    "AgentSkill",
    "Answer",
    "AnswerDraft",
    "AnswerState",
    "Channel",
    "Conversation",
    "Question",
    "QuestionQuerySet",
    "Resolution",
    "ServiceLevel",
    "Skill",
    "Topic",
    "TopicSkill",
    "rights_of",
]
