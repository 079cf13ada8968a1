"""The keys that people are found by."""

from __future__ import annotations

from django.db import models

from alongside.lib import tenancy


class SearchKey(models.Model):
    """One way to find one person: a folded, tagged piece of a searchable field.

    Searching reads short ranges of this table in key order and nothing else, so its cost does not
    grow with the population. It is written in the transaction that changes the person. The key is
    compared byte by byte (the migration sets the collation), and on SQLite the table is its own index.
    """

    pk = models.CompositePrimaryKey("tenant_id", "key", "person_id")
    tenant_id = models.SmallIntegerField(default=tenancy.of_new_rows)
    key = models.CharField(max_length=64)
    person_id = models.BigIntegerField()

    objects = tenancy.TenantManager["SearchKey"]()
    everywhere = models.Manager["SearchKey"]()

    class Meta:
        indexes = [models.Index(fields=["person_id"], name="search_keys_of_a_person")]

    def __str__(self) -> str:
        return self.key
