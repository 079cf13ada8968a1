import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0019_email_index")]

    operations = [
        migrations.RemoveIndex(model_name="person", name="people_by_email"),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.db.models.functions.text.Lower("email"), models.F("tenant"), name="people_by_email"
            ),
        ),
    ]
