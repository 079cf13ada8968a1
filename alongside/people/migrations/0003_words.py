from django.db import migrations, models

import alongside.lib.tenancy


class CreateWordTable(migrations.CreateModel):
    """Compared byte by byte, and on SQLite its own index (`WITHOUT ROWID`), as the search keys are."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(SQL[schema_editor.connection.vendor])


SQL = {
    "sqlite": """
        CREATE TABLE people_wordform (
            tenant_id smallint NOT NULL, form varchar(16) NOT NULL, length smallint NOT NULL,
            word varchar(40) NOT NULL, kind varchar(1) NOT NULL,
            PRIMARY KEY (tenant_id, form, length, word, kind)
        ) WITHOUT ROWID
    """,
    "postgresql": """
        CREATE TABLE people_wordform (
            tenant_id smallint NOT NULL, form varchar(16) COLLATE "C" NOT NULL, length smallint NOT NULL,
            word varchar(40) COLLATE "C" NOT NULL, kind varchar(1) COLLATE "C" NOT NULL,
            PRIMARY KEY (tenant_id, form, length, word, kind)
        )
    """,
}


class Migration(migrations.Migration):
    dependencies = [("people", "0002_imports_of_people")]

    operations = [
        CreateWordTable(
            name="WordForm",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "tenant_id",
                        "form",
                        "length",
                        "word",
                        "kind",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("tenant_id", models.SmallIntegerField(default=alongside.lib.tenancy.of_new_rows)),
                ("form", models.CharField(max_length=16)),
                ("length", models.SmallIntegerField()),
                ("word", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=1)),
            ],
        ),
    ]
