from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0011_match_weights")]

    operations = [
        migrations.AddIndex(
            model_name="hold",
            index=models.Index(
                fields=["tenant", "-placed_at"], name="standing_holds", condition=Q(lifted_at__isnull=True)
            ),
        ),
    ]
