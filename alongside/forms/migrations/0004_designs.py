import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import alongside.lib.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("forms", "0003_unfinished_drafts"),
        ("people", "0012_standing_holds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Design",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60)),
                ("based_on", models.PositiveIntegerField(default=0)),
                ("content", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=0)),
                ("step", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DesignStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("words", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="FormStaff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="form",
            name="retired_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="form",
            name="sensitive",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="formversion",
            name="change",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="formversion",
            name="publisher",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="formversion",
            index=models.Index(fields=["publisher"], name="versions_by_publisher"),
        ),
        migrations.AddField(
            model_name="design",
            name="editor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="design",
            name="form",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="design", to="forms.form"
            ),
        ),
        migrations.AddField(
            model_name="design",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                default=alongside.lib.tenancy.of_new_rows,
                on_delete=django.db.models.deletion.PROTECT,
                to="people.tenant",
            ),
        ),
        migrations.AddField(
            model_name="designstep",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="designstep",
            name="design",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steps",
                to="forms.design",
            ),
        ),
        migrations.AddField(
            model_name="designstep",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                default=alongside.lib.tenancy.of_new_rows,
                on_delete=django.db.models.deletion.PROTECT,
                to="people.tenant",
            ),
        ),
        migrations.AddField(
            model_name="formstaff",
            name="form",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, to="forms.form"
            ),
        ),
        migrations.AddField(
            model_name="formstaff",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.group"
            ),
        ),
        migrations.AddField(
            model_name="formstaff",
            name="tenant",
            field=models.ForeignKey(
                db_index=False,
                default=alongside.lib.tenancy.of_new_rows,
                on_delete=django.db.models.deletion.PROTECT,
                to="people.tenant",
            ),
        ),
        migrations.AddField(
            model_name="form",
            name="staff",
            field=models.ManyToManyField(related_name="+", through="forms.FormStaff", to="people.group"),
        ),
        migrations.AddConstraint(
            model_name="design",
            constraint=models.UniqueConstraint(
                models.F("tenant"), models.F("slug"), name="a_form_has_one_working_copy"
            ),
        ),
        migrations.AddConstraint(
            model_name="designstep",
            constraint=models.UniqueConstraint(
                models.F("design"), models.F("number"), name="steps_of_a_working_copy_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="formstaff",
            constraint=models.UniqueConstraint(
                models.F("form"), models.F("group"), name="a_group_sees_what_a_form_brings_once"
            ),
        ),
    ]
