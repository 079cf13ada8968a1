import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import alongside.lib.tenancy


def of_tenant() -> tuple[str, models.Field]:
    return "tenant", models.ForeignKey(
        db_index=False,
        default=alongside.lib.tenancy.of_new_rows,
        on_delete=django.db.models.deletion.PROTECT,
        to="people.tenant",
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0012_standing_holds")]

    operations = [
        migrations.CreateModel(
            name="Keeping",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("counts_from", models.DateTimeField(null=True)),
                of_tenant(),
            ],
        ),
        migrations.CreateModel(
            name="LookedThrough",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("registered_at", models.DateTimeField()),
                ("number", models.BigIntegerField()),
                of_tenant(),
            ],
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["tenant", "registered_at", "id"], name="people_by_registration"),
        ),
        migrations.AddIndex(
            model_name="keeping",
            index=models.Index(
                condition=Q(counts_from__isnull=False),
                fields=["tenant", "counts_from", "person"],
                name="keepings_by_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="lookedthrough",
            constraint=models.UniqueConstraint("tenant", name="a_tenant_is_looked_through_in_one_order"),
        ),
    ]
