from django.db import migrations, models

from alongside.history import protection


def protect(apps, schema_editor):
    protection.protect(schema_editor.connection)


def unprotect(apps, schema_editor):
    protection.unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("tenant_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("frontier", models.BinaryField()),
                ("root", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Key",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "tenant_id", "ref", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.BigIntegerField()),
                ("ref", models.UUIDField()),
                ("wrapped", models.BinaryField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "tenant_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.BigIntegerField()),
                ("number", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=100)),
                ("actor_ref", models.UUIDField()),
                ("person_ref", models.UUIDField()),
                ("assistance_id", models.UUIDField(null=True)),
                ("about", models.CharField(max_length=200, null=True)),
                ("private", models.BooleanField()),
                ("leaf", models.TextField()),
                ("leaf_hash", models.BinaryField(max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant_id", "person_ref", "number"], name="history_of_person"),
                    models.Index(fields=["tenant_id", "actor_ref", "number"], name="history_by_actor"),
                    models.Index(
                        condition=models.Q(("assistance_id__isnull", False)),
                        fields=["tenant_id", "assistance_id", "number"],
                        name="history_in_assistance",
                    ),
                    models.Index(
                        condition=models.Q(("about__isnull", False)),
                        fields=["tenant_id", "about", "number"],
                        name="history_about",
                    ),
                ],
            },
        ),
        migrations.RunPython(protect, unprotect),
    ]
