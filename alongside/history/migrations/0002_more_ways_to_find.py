"""Indexes by kind and by rule, for auditors. History belongs to a role of its own: it is opened for them."""

from django.db import migrations, models

from alongside.history import finding, protection


def protect(apps, schema_editor):
    protection.protect(schema_editor.connection)


def unprotect(apps, schema_editor):
    protection.unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("history", "0001_entries")]

    operations = [
        migrations.RunPython(unprotect, protect),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["tenant_id", "kind", "number"], name="history_of_kind"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index("tenant_id", finding.RuleOf("leaf"), "number", name="history_by_rule"),
        ),
        migrations.RunPython(protect, unprotect),
    ]
