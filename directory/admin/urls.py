"""Addresses of the admin's own pages, under /admin/, before Django's."""

from django.urls import path

from . import suggestions

app_name = "curation"
urlpatterns = [
    # suggestions/
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
