from django.apps import apps
from django.contrib import admin
from django.urls import include, path

import ptce_site.admin  # noqa: F401  (registers every model)

from . import passwords, sign_in, views

urlpatterns = [
    path("", views.home, name="home"),
    path("mentions-legales/", views.legal_notices, name="legal_notices"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("robots.txt", views.robots, name="robots"),
    # /admin/
    path("admin/login/", sign_in.sign_in, name="sign_in"),
    path("admin/login/code/", sign_in.give_code, name="sign_in_code"),
    path("admin/mot-de-passe/", include(passwords.urlpatterns)),
    path("admin/", include("directory.admin.urls")),
    path("admin/", admin.site.urls),
    path("", include("directory.urls")),
]
# The directory runs whole without it.
if apps.is_installed("charter"):
    urlpatterns = [
        path("charte/", include("charter.urls")),
        path("admin/charte/", include("ptce_site.charter_admin")),
        *urlpatterns,
    ]
