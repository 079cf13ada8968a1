from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("people", "0020_email_first")]

    operations = [
        migrations.RemoveIndex(model_name="person", name="people_by_email"),
        migrations.AddField(
            model_name="person",
            name="email_lower",
            field=models.GeneratedField(
                expression=Lower("email"),
                output_field=models.CharField(max_length=254),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["email_lower", "tenant"], name="people_by_email"),
        ),
    ]
