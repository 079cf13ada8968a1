from alongside.cases.tests.conftest import case, groups, mary, may_help_staff, missed_bin, nora
from alongside.desk.tests.conftest import question, segment, topics
from tests.council import setup, tenant

__all__ = [
    "case",
    "groups",
    "mary",
    "may_help_staff",
    "missed_bin",
    "nora",
    "question",
    "segment",
    "setup",
    "tenant",
    "topics",
]
