from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0015_program_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignIn",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("person_id", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="wrongrow",
            name="other_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="alikerow",
            index=models.Index(fields=["person_id"], name="alike_rows_of_a_person"),
        ),
        migrations.AddIndex(
            model_name="alikerow",
            index=models.Index(fields=["other_id"], name="alike_rows_of_another"),
        ),
        migrations.AddIndex(
            model_name="wrongrow",
            index=models.Index(
                condition=models.Q(("other_id__isnull", False)),
                fields=["other_id"],
                name="wrong_rows_of_a_person",
            ),
        ),
        migrations.AddIndex(
            model_name="signin",
            index=models.Index(
                condition=models.Q(("person_id__isnull", False)),
                fields=["person_id"],
                name="sign_ins_of_a_person",
            ),
        ),
    ]
