from alongside.cases.tests.conftest import case, groups, mary, may_help_staff, missed_bin, nora
from tests.council import setup, tenant

__all__ = ["case", "groups", "mary", "may_help_staff", "missed_bin", "nora", "setup", "tenant"]
