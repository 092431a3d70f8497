from django.contrib import admin
from django.urls import include, path

import ptce_site.admin  # noqa: F401  (registers every model)

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("mentions-legales/", views.legal_notices, name="legal_notices"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("robots.txt", views.robots, name="robots"),
    path("admin/", include("directory.admin.urls")),
    path("admin/", admin.site.urls),
    path("", include("directory.urls")),
]
