from alongside.desk.tests.conftest import question, segment, staffed, topics
from tests.council import setup, tenant

__all__ = ["question", "segment", "setup", "staffed", "tenant", "topics"]
from alongside.desk.tests.conftest import mailbox as mailbox
