"""Addresses of the admin's own pages, under /admin/, before Django's."""

from django.urls import path

from . import (
    access,
    access_changes,
    access_log,
    alike_door,
    deletion,
    duplicates,
    hand_over,
    invitations,
    merging,
    outlines,
    placing,
    reverting,
    rights_page,
    security,
    spreadsheets,
    suggestions,
    todo,
)

app_name = "curation"
urlpatterns = [
    path("", todo.home, name="todo"),
    path("contours/", outlines.outlines, name="outlines"),
    path("droits/", rights_page.rights_page, name="rights"),
    # doublons/…
    path("doublons/", duplicates.duplicates, name="duplicates"),
    path("doublons/proches/", alike_door.near, name="near"),
    path("doublons/distinctes/", duplicates.tell_apart, name="tell_apart"),
    path("doublons/fusionner/", merging.merge, name="merge"),
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
    # acces/
    path("acces/", access.access, name="access"),
    path("acces/journal/", access_log.access_log, name="access_log"),
    path("acces/<slug:slug>/inviter/", access.invite, name="invite"),
    path(
        "acces/droits/<int:pk>/role/<slug:role>/",
        access_changes.change_role,
        name="change_role",
    ),
    path("acces/droits/<int:pk>/retirer/", access_changes.dismiss, name="dismiss"),
    path(
        "acces/invitations/<int:pk>/renvoyer/",
        access_changes.resend_invitation,
        name="resend_invitation",
    ),
    path(
        "acces/invitations/<int:pk>/annuler/",
        access_changes.revoke_invitation,
        name="revoke_invitation",
    ),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    # securite/
    path("securite/", security.security, name="security"),
    path("securite/preparer/", security.begin_two_factor, name="begin_two_factor"),
    path("securite/activer/", security.turn_on_two_factor, name="turn_on_two_factor"),
    path(
        "securite/desactiver/",
        security.turn_off_two_factor,
        name="turn_off_two_factor",
    ),
    path("securite/codes/", security.renew_backup_codes, name="renew_backup_codes"),
    path(
        "securite/comptes/<int:pk>/",
        security.remove_lost_device,
        name="remove_lost_device",
    ),
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
    path("poles/<int:pk>/situer/", placing.place_pole, name="place_pole"),
    path(
        "structures/<int:pk>/situer/", placing.place_structure, name="place_structure"
    ),
    path("situer/", placing.search_address, name="search_address"),
]
