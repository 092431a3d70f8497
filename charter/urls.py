from django.urls import path

from .views import (
    links,
    published_assessments,
    reading,
    signatories,
    team,
    texts,
    told_practices,
)

app_name = "charter"
urlpatterns = [
    path("", reading.home, name="home"),
    path("histoire/", reading.history, name="history"),
    path("lettres/", reading.letters, name="letters"),
    path("referentiel/", reading.reference, name="reference"),
    # textes/…
    path("textes/", texts.charters, name="charters"),
    path("textes/<slug:charter>/", texts.charter, name="charter"),
    path(
        "textes/<slug:charter>/differences/",
        texts.differences,
        name="differences",
    ),
    path("textes/<slug:charter>/<slug:version>/", texts.version, name="version"),
    path(
        "textes/<slug:charter>/<slug:version>/<int:rank>/",
        texts.commitment,
        name="commitment",
    ),
    # signataires/, pratiques/, auto-evaluations/
    path("signataires/", signatories.signatories, name="signatories"),
    path("signataires.csv", signatories.signatories_file, name="signatories_file"),
    path("pratiques/", told_practices.practices, name="practices"),
    path(
        "auto-evaluations/<slug:slug>/",
        published_assessments.assessment,
        name="assessment",
    ),
    # signer/, lien/<token>/…
    path("signer/", links.how_to_sign, name="how_to_sign"),
    path("lien/<str:token>/", links.link, name="link"),
    path(
        "lien/<str:token>/pratiques/<int:pk>/", team.tell_practice, name="tell_practice"
    ),
    path("lien/<str:token>/evaluation/<slug:charter>/", team.assess, name="assess"),
]
