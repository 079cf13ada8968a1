from alongside.cases.tests.conftest import case, groups, mary, missed_bin
from tests.council import setup, tenant

__all__ = ["case", "groups", "mary", "missed_bin", "setup", "tenant"]
