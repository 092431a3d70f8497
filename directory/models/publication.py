from django.db import models


class Publication(models.TextChoices):
    """Who sees the entry of a pole."""

    DRAFT = "brouillon", "brouillon"
    PUBLISHED = "publie", "publié"
    ARCHIVED = "archive", "archivé"
