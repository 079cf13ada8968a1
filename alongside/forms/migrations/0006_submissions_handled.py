from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assisting", "0001_initial"),
        ("forms", "0005_form_private"),
        ("people", "0015_program_tokens"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["form", "-handed_in_at", "-id"], name="submissions_of_a_form"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["tenant", "-handed_in_at", "-id"], name="submissions_by_time"),
        ),
    ]
