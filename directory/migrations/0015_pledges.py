"""Which editions of the charter poles have signed; each process sees them change."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ["charteredition", "pledge"]


def note_trigger(table):
    table = f"directory_{table}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_note"
        f" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION directory_note_change()",
        f"DROP TRIGGER {table}_note ON {table}",
    )


def own_key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def slug(verbose_name):
    return models.SlugField(db_index=False, max_length=60, verbose_name=verbose_name)


class Migration(migrations.Migration):
    dependencies = [("directory", "0014_drawn_territories")]
    operations = [
        migrations.CreateModel(
            "CharterEdition",
            [
                ("id", own_key()),
                ("version", models.BigIntegerField(unique=True, verbose_name="version")),
                ("charter", slug("charte")),
                ("slug", slug("nom dans les adresses")),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
            ],
            {
                "verbose_name": "édition de la charte",
                "verbose_name_plural": "éditions de la charte",
                "ordering": ["year", "version"],
            },
        ),
        migrations.CreateModel(
            "Pledge",
            [
                ("id", own_key()),
                ("signed_on", models.DateField(verbose_name="signée le")),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("jour", "au jour près"),
                            ("mois", "au mois près"),
                            ("annee", "à l'année près"),
                        ],
                        default="annee",
                        max_length=5,
                        verbose_name="précision",
                    ),
                ),
                (
                    "verified",
                    models.BooleanField(default=False, verbose_name="vérifiée"),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pledges",
                        to="directory.charteredition",
                        verbose_name="édition",
                    ),
                ),
                (
                    "pole",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pledges",
                        to="directory.pole",
                        verbose_name="pôle",
                    ),
                ),
            ],
            {
                "verbose_name": "charte signée",
                "verbose_name_plural": "chartes signées",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pole", "edition"),
                        name="pledge_once",
                        violation_error_message="Ce pôle a déjà signé cette édition.",
                    )
                ],
            },
        ),
        *(note_trigger(table) for table in TABLES),
    ]
