import django.db.models.deletion
from django.db import migrations, models

import alongside.lib.tenancy


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CaseWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "tenant_id",
                        "word",
                        "raised_at",
                        "case_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("tenant_id", models.SmallIntegerField(default=alongside.lib.tenancy.of_new_rows)),
                ("word", models.CharField(max_length=64)),
                ("raised_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["case"], name="words_of_a_case")]},
        ),
        migrations.RemoveIndex(model_name="case", name="cases_of_a_type"),
        migrations.AlterField(
            model_name="case",
            name="status",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.typechoice",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["type", "-raised_at", "-id"], name="cases_of_a_type"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["status", "-raised_at", "-id"], name="cases_of_a_status"),
        ),
    ]
