from alongside.cases.tests.conftest import groups, missed_bin
from tests.council import setup, tenant

__all__ = ["groups", "missed_bin", "setup", "tenant"]
