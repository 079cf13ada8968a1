"""The words that occur in names and places, by which typing errors are corrected."""

from __future__ import annotations

from django.db import models

from alongside.lib import tenancy


class WordForm(models.Model):
    """A word that occurs, under one of the forms by which a misspelling of it finds it.

    The form is what is left of the word without a letter or two, or how it sounds (`searching.vocabulary`).
    `kind` is the tag of the search keys that start with the word. Like search keys, forms are compared byte
    by byte, written in the transaction that writes the keys, and on SQLite the table is its own index.
    """

    pk = models.CompositePrimaryKey("tenant_id", "form", "length", "word", "kind")
    tenant_id = models.SmallIntegerField(default=tenancy.of_new_rows)
    form = models.CharField(max_length=16)
    length = models.SmallIntegerField()  # of the word
    word = models.CharField(max_length=40)
    kind = models.CharField(max_length=1)

    objects = tenancy.TenantManager["WordForm"]()
    everywhere = models.Manager["WordForm"]()

    def __str__(self) -> str:
        return f"{self.form}: {self.word}"
