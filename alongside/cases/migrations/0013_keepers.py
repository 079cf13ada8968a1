import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_places"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="keeper",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="typegroup",
            name="part",
            field=models.CharField(
                choices=[
                    ("monitor", "Monitors"),
                    ("reassignment", "May be given cases"),
                    ("escalation", "Called when a case is escalated"),
                    ("auto_assign", "Chosen by the start form"),
                    ("appointment", "Keeps appointments"),
                    ("export", "May export cases"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                condition=models.Q(("cancelled_at__isnull", True), ("keeper__isnull", False)),
                fields=["keeper", "begins_at"],
                name="appointments_of_a_keeper",
            ),
        ),
    ]
