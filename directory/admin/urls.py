"""Addresses of the admin's own pages, under /admin/, before Django's."""

from django.urls import path

from . import alike_door, duplicates, hand_over, merging, rights_page

app_name = "curation"
urlpatterns = [
    path("droits/", rights_page.rights_page, name="rights"),
    # doublons/…
    path("doublons/", duplicates.duplicates, name="duplicates"),
    path("doublons/proches/", alike_door.near, name="near"),
    path("doublons/distinctes/", duplicates.tell_apart, name="tell_apart"),
    path("doublons/fusionner/", merging.merge, name="merge"),
    # poles/<pk>/…
    path("poles/<int:pk>/confier/", hand_over.hand_over, name="hand_over"),
]
