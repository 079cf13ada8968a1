from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forms", "0004_designs")]

    operations = [
        migrations.AddField("form", "private", models.BooleanField(default=False)),
    ]
