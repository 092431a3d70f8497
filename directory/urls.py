from django.urls import path

from .views import (
    networks,
    poles,
    previews,
    programmes,
    sectors,
    structures,
    territories,
    territory_files,
)

app_name = "directory"
urlpatterns = [
    path("poles/", poles.pole_list, name="pole_list"),
    path("poles/carte.svg", poles.pole_map, name="pole_map"),
    path("poles/<slug:slug>/", poles.pole_detail, name="pole_detail"),
    path("poles/<int:pk>/apercu/", previews.pole_preview, name="pole_preview"),
    path("structures/", structures.structure_list, name="structure_list"),
    path(
        "structures/<slug:slug>/", structures.structure_detail, name="structure_detail"
    ),
    path("territoires/", territories.territory_index, name="territory_index"),
    path(
        "territoires/suggestions/",
        territories.territory_suggestions,
        name="territory_suggestions",
    ),
    path("territoires/chiffres.csv", territory_files.country_file, name="country_file"),
    path(
        "territoires/<slug:level>/<slug:code>/chiffres.csv",
        territory_files.territory_file,
        name="territory_file",
    ),
    path(
        "territoires/<slug:level>/<slug:code>/",
        territories.territory_detail,
        name="territory_detail",
    ),
    path("thematiques/", sectors.sector_list, name="sector_list"),
    path("thematiques/<slug:slug>/", sectors.sector_detail, name="sector_detail"),
    path("reseaux/", networks.network_list, name="network_list"),
    path("reseaux/<slug:slug>/", networks.network_detail, name="network_detail"),
    path("reconnaissances/", programmes.programme_list, name="programme_list"),
    path(
        "reconnaissances/<slug:slug>/",
        programmes.programme_detail,
        name="programme_detail",
    ),
]
