"""Which territories of one level share a border.

The import of the territories fills the table. Its keys are made here rather than by
Django, for the database to delete what a deleted territory leaves.
"""

from django.db import migrations, models

TABLE = """
CREATE TABLE directory_neighbour (
    first_id bigint NOT NULL REFERENCES directory_territory ON DELETE CASCADE,
    second_id bigint NOT NULL REFERENCES directory_territory ON DELETE CASCADE,
    PRIMARY KEY (first_id, second_id),
    CONSTRAINT neighbour_in_order CHECK (first_id < second_id)
);
CREATE INDEX neighbour_second ON directory_neighbour (second_id)
"""


def territory(verbose_name):
    return models.ForeignKey(
        "directory.territory",
        models.DO_NOTHING,
        db_index=False,
        related_name="+",
        verbose_name=verbose_name,
    )


class Migration(migrations.Migration):
    dependencies = [("directory", "0012_positions")]
    operations = [
        migrations.RunSQL(
            TABLE,
            "DROP TABLE directory_neighbour",
            state_operations=[
                migrations.CreateModel(
                    "Neighbour",
                    [
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "first_id",
                                "second_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("first", territory("un territoire")),
                        ("second", territory("son voisin")),
                    ],
                    {
                        "verbose_name": "voisinage",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(first__lt=models.F("second")),
                                name="neighbour_in_order",
                                violation_error_message=(
                                    "Deux voisins vont dans l'ordre, une fois."
                                ),
                            )
                        ],
                        "indexes": [
                            models.Index(fields=["second"], name="neighbour_second")
                        ],
                    },
                )
            ],
        )
    ]
