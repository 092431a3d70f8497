"""The index by which lists of hundreds of thousands of structures are read in order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0009_likeness")]
    operations = [
        migrations.AddIndex(
            "structure",
            models.Index(fields=["folded_name", "id"], name="structure_in_order"),
        ),
    ]
