from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0017_sensitive_fields"),
    ]

    operations = [
        migrations.AddField(
            model_name="programtoken",
            name="opens",
            field=models.URLField(blank=True, default="", max_length=500),
        ),
        migrations.AddField(
            model_name="programtoken",
            name="delegated",
            field=models.JSONField(default=list),
        ),
    ]
