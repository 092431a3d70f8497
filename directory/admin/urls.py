"""Addresses of the admin's own pages, under /admin/, before Django's."""

from django.urls import path

from . import placing

app_name = "curation"
urlpatterns = [
    path("poles/<int:pk>/situer/", placing.place_pole, name="place_pole"),
    path(
        "structures/<int:pk>/situer/", placing.place_structure, name="place_structure"
    ),
    path("situer/", placing.search_address, name="search_address"),
]
