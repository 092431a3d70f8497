"""Addresses of the admin's own pages, under /admin/, before Django's."""

app_name = "curation"
urlpatterns = []
