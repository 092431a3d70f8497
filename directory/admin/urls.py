"""Addresses of the admin's own pages, under /admin/, before Django's."""

from django.urls import path

from . import deletion, reverting

app_name = "curation"
urlpatterns = [
    # historique/
    path(
        "historique/<slug:noun>/<int:pk>/<slug:key>/revenir/",
        reverting.revert_version,
        name="revert_version",
    ),
    path(
        "historique/<slug:noun>/<int:history_id>/retablir/",
        reverting.revert_field,
        name="revert_row",
    ),
    path(
        "historique/<slug:noun>/<int:history_id>/retablir/<slug:field>/",
        reverting.revert_field,
        name="revert_field",
    ),
    # fiches/
    path("fiches/<slug:noun>/<int:pk>/archiver/", deletion.archive, name="archive"),
    path("fiches/<slug:noun>/<int:pk>/retablir/", deletion.restore, name="restore"),
    path(
        "fiches/<slug:noun>/<int:pk>/supprimer/",
        deletion.delete_for_good,
        name="delete_for_good",
    ),
    path("fiches/<slug:noun>/supprimees/", deletion.deleted, name="deleted"),
]
