"""A pole has a point only where its seat is known: the point is that of the seat."""

from django.db import migrations, models

NOWHERE = models.Q(
    latitude__isnull=True, longitude__isnull=True, position_precision__isnull=True
)
IN_WORLD = {
    "latitude__isnull": False,
    "longitude__isnull": False,
    "latitude__range": (-90, 90),
    "longitude__range": (-180, 180),
    "position_precision__isnull": False,
}


class Migration(migrations.Migration):
    dependencies = [("directory", "0011_overlaps")]
    operations = [
        migrations.RunSQL(
            "UPDATE directory_pole"
            " SET latitude = NULL, longitude = NULL, position_precision = NULL"
            " WHERE seat_id IS NULL AND latitude IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        # triggers wait for the end of a statement, and refuse to alter before it
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveConstraint("pole", "pole_position_in_world"),
        migrations.AddConstraint(
            "pole",
            models.CheckConstraint(
                condition=NOWHERE | models.Q(seat__isnull=False, **IN_WORLD),
                name="pole_position_in_world",
                violation_error_message=(
                    "Une position a un siège, une latitude, une longitude et une "
                    "précision."
                ),
            ),
        ),
    ]
