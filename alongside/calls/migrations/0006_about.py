from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0005_seen")]

    operations = [
        migrations.AddIndex(
            model_name="callsubject",
            index=models.Index(fields=["tenant", "about"], name="calls_about_a_thing"),
        ),
    ]
