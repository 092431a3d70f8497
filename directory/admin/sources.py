from django.contrib import admin

from directory.models import Source

from .pages import DirectoryAdmin
from .rights import EDITING


@admin.register(Source)
class SourceAdmin(DirectoryAdmin):
    editors_may = EDITING
    curators_may = {"view", "add"}
    list_display = ["title", "year", "licence", "read_on", "url"]
    list_filter = ["year", "licence"]
    search_fields = ["title__unaccent", "url", "year"]
    search_help_text = "Titre, adresse ou année."
