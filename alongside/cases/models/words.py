"""The words that cases are found by."""

from __future__ import annotations

from django.db import models

from alongside.cases import wording
from alongside.cases.models.cases import Case
from alongside.lib import tenancy


class CaseWord(models.Model):
    """A word that one case is found by (`wording`), in the order in which lists are read.

    A search reads the newest few of each word and nothing else, so that it costs the same however many
    cases there are. Written in the transaction that changes the case.
    """

    pk = models.CompositePrimaryKey("tenant_id", "word", "raised_at", "case_id")
    tenant_id = models.SmallIntegerField(default=tenancy.of_new_rows)
    word = models.CharField(max_length=wording.LONGEST)
    raised_at = models.DateTimeField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)

    objects = tenancy.TenantManager["CaseWord"]()
    everywhere = models.Manager["CaseWord"]()

    class Meta:
        indexes = [models.Index(fields=["case"], name="words_of_a_case")]

    def __str__(self) -> str:
        return self.word
