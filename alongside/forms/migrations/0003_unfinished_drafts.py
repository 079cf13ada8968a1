from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("forms", "0002_submissions_by_actor"), ("people", "0013_keeping")]

    operations = [
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=Q(discarded_at__isnull=True, handed_in_at__isnull=True),
                fields=["tenant", "saved_at"],
                name="unfinished_drafts",
            ),
        ),
    ]
