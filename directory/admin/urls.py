"""Addresses of the admin's own pages, under /admin/, before Django's."""

from django.urls import path

from . import hand_over, outlines, rights_page, spreadsheets, suggestions, todo

app_name = "curation"
urlpatterns = [
    path("", todo.home, name="todo"),
    path("contours/", outlines.outlines, name="outlines"),
    path("droits/", rights_page.rights_page, name="rights"),
    # poles/<pk>/…
    path("poles/<int:pk>/confier/", hand_over.hand_over, name="hand_over"),
    # export/, imports/…
    path("export/<slug:noun>/<slug:extension>/", spreadsheets.export, name="export"),
    path("imports/<slug:noun>/nouveau/", spreadsheets.send_sheet, name="send_sheet"),
    path("imports/<int:pk>/", spreadsheets.sheet, name="sheet"),
    path("imports/<int:pk>/appliquer/", spreadsheets.apply_sheet, name="apply_sheet"),
    path("imports/<int:pk>/annuler/", spreadsheets.undo_sheet, name="undo_sheet"),
    # suggestions/<public_id>/…
    path(
        "suggestions/<uuid:public_id>/",
        suggestions.review_suggestion,
        name="review_suggestion",
    ),
    path(
        "suggestions/<uuid:public_id>/confier/",
        suggestions.hand_suggestion_to_editors,
        name="hand_suggestion_to_editors",
    ),
]
