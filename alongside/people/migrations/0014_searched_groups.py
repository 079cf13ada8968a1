from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0013_keeping")]

    operations = [
        migrations.AddField(model_name="group", name="searched", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="group", name="joined", field=models.BooleanField(default=False)),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(
                "tenant", name="new_people_join_one_group", condition=Q(joined=True)
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                name="new_people_join_a_group_that_is_found",
                condition=Q(joined=False) | Q(searched=True),
            ),
        ),
    ]
