"""Signing in with a code: turned on, asked for, refused, renewed, turned off."""

import re
from base64 import b32decode

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.admin.models import LogEntry
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from directory.models import code_device
from directory.moderation import two_factor
from ptce_site import two_factor as second_step
from tests.accounts import PASSWORD, code_of, make_manager, turn_on_two_factor
from tests.makers import make_pole
from tests.site.test_admin_csp import assert_safe_french

pytestmark = pytest.mark.django_db

LOGIN, CODE = "/admin/login/", "/admin/login/code/"
SECURITY = "/admin/securite/"
SECRET = {"password": PASSWORD}
RIGHT = {"username": "claire", "password": PASSWORD}


@pytest.fixture
def device(claire):
    """Claire's telephone: she signs in with a code."""
    return turn_on_two_factor(claire)[0]


@pytest.fixture
def codes(device, claire):
    """Her backup codes."""
    return two_factor.renew_backup_codes(claire)


@pytest.fixture
def desk(client, claire, device):
    """Browser of Claire, signed in with her code."""
    client.post(LOGIN, RIGHT)
    client.post(CODE, {"code": code_of(device)})
    assert client.get("/admin/").status_code == 200
    forget_last_code(device)
    return client


def forget_last_code(device):
    """Let the present code serve again, as if thirty seconds had passed."""
    device.refresh_from_db()
    device.last_t -= 2
    device.drift = 0
    device.save()


def forget_failures(device):
    """As if the delay that follows a wrong code had passed."""
    for owned in (device, device.user.staticdevice_set.first()):
        if owned:
            owned.refresh_from_db()
            owned.throttle_reset()


def wrong_code(device):
    return f"{(int(code_of(device)) + 500_000) % 1_000_000:06}"


def text(response, status=200):
    assert_safe_french(response, status)
    return response.content.decode()


# --- Turning on --------------------------------------------------------------------


def test_an_account_turns_on_by_a_first_code(client, claire):
    client.force_login(claire)
    assert "Non activée" in text(client.get(SECURITY))
    assert client.get(SECURITY + "activer/")["Location"] == SECURITY
    assert "Mot de passe" in text(client.get(SECURITY + "preparer/"))
    for wrong in ({}, {"password": "autre chose"}):
        client.post(SECURITY + "preparer/", wrong)
    assert not TOTPDevice.objects.exists()
    client.post(SECURITY + "preparer/", SECRET)
    assert code_device(claire) is None

    page = text(client.get(SECURITY + "activer/"))
    assert 'src="data:image/svg+xml' in page
    assert "otpauth://totp/Annuaire%20des%20PTCE%3Aclaire?secret=" in page
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    device = two_factor.pending_device(claire)
    assert b32decode(secret) == device.bin_key

    page = text(client.post(SECURITY + "activer/", {"code": code_of(device)}))
    shown = re.findall(r"<li><code>(\w+)</code></li>", page)
    assert len(set(shown)) == two_factor.BACKUP_CODES
    assert code_device(claire) == device
    assert client.get("/admin/").status_code == 200
    page = text(client.get(SECURITY))
    assert "<strong>Activée</strong>" in page
    assert "10 codes de secours" in page
    assert shown[0] not in page


def test_a_wrong_first_code_turns_nothing_on(client, claire):
    client.force_login(claire)
    device = two_factor.begin(claire)
    for code in (wrong_code(device), "abc", "1" * 10):
        page = text(client.post(SECURITY + "activer/", {"code": code}))
        assert "n&#x27;est pas le bon" in page
        forget_failures(device)
    assert code_device(claire) is None
    assert not StaticToken.objects.exists()


def test_turning_on_again_draws_another_secret_until_confirmed(client, claire):
    client.force_login(claire)
    client.post(SECURITY + "preparer/", SECRET)
    first = two_factor.pending_device(claire).key
    client.post(SECURITY + "preparer/", SECRET)
    assert two_factor.pending_device(claire).key != first
    assert TOTPDevice.objects.count() == 1


def test_turning_on_what_is_on_is_refused(desk, claire):
    response = desk.post(SECURITY + "preparer/", SECRET, follow=True)
    assert "déjà activée" in text(response)
    assert two_factor.pending_device(claire) is None


def test_a_session_opened_before_needs_the_code_too(client, claire):
    client.force_login(claire)
    assert client.get("/admin/").status_code == 200
    turn_on_two_factor(claire)
    for path in ("/admin/", SECURITY, "/admin/acces/", "/admin/password_change/"):
        assert client.get(path)["Location"].startswith(LOGIN)
    assert client.post(SECURITY + "desactiver/").status_code == 302
    assert code_device(claire) is not None
    assert "pas encore" in text(client.get(LOGIN))


# --- Signing in -----------------------------------------------------------------------


def test_without_a_device_no_code_is_asked(client, claire):
    assert client.post(LOGIN, RIGHT)["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_password_alone_opens_nothing(client, claire, device):
    response = client.post(f"{LOGIN}?next={SECURITY}", RIGHT | {"next": SECURITY})
    assert response["Location"] == f"{CODE}?next=%2Fadmin%2Fsecurite%2F"
    assert client.get("/admin/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert not AccessLog.objects.exists()
    assert "Code de connexion" in text(client.get(response["Location"]))


def test_the_code_opens_what_was_asked_for(client, claire, device):
    client.post(LOGIN, RIGHT)
    code = code_of(device)
    spaced = f" {code[:3]} {code[3:]}"
    response = client.post(CODE, {"code": spaced, "next": SECURITY})
    assert response["Location"] == SECURITY
    assert client.get(SECURITY).status_code == 200
    assert AccessLog.objects.get().username == "claire"
    assert client.get(CODE)["Location"] == LOGIN


def test_the_second_step_leads_to_no_other_site(client, device):
    there = "https://ailleurs.example/"
    response = client.post(f"{LOGIN}?next={there}", RIGHT | {"next": there})
    assert "ailleurs" not in response["Location"]
    response = client.post(CODE, {"code": code_of(device), "next": there})
    assert response["Location"] == "/admin/"


def test_without_a_password_first_no_code_is_asked(client, device):
    assert client.get(CODE)["Location"] == LOGIN
    assert client.post(CODE, {"code": code_of(device)})["Location"] == LOGIN
    client.post(LOGIN, RIGHT | {"password": "raté"})
    assert client.get(CODE)["Location"] == LOGIN


def test_the_second_step_ends_with_patience_password_and_account(
    client, claire, device, monkeypatch
):
    client.post(LOGIN, RIGHT)
    with monkeypatch.context() as later:
        now = second_step.time.time()
        later.setattr(second_step.time, "time", lambda: now + 601)
        assert client.get(CODE).status_code == 302
    assert client.get(CODE).status_code == 200
    claire.is_active = False
    claire.save()
    assert client.get(CODE).status_code == 302
    claire.is_active = True
    claire.set_password("un autre long secret")
    claire.save()
    assert client.get(CODE).status_code == 302


def test_a_code_serves_once(client, claire, device):
    code = code_of(device)
    client.post(LOGIN, RIGHT)
    assert client.post(CODE, {"code": code}).status_code == 302
    other = type(client)()
    other.post(LOGIN, RIGHT)
    assert "déjà servi" in text(other.post(CODE, {"code": code}))
    assert other.get("/admin/").status_code == 302


def test_the_code_of_another_account_opens_nothing(client, claire, device, karim):
    theirs, codes = turn_on_two_factor(karim)
    client.post(LOGIN, RIGHT)
    for code in (code_of(theirs), codes[0]):
        assert client.post(CODE, {"code": code}).status_code == 200
    assert client.get("/admin/").status_code == 302
    assert StaticToken.objects.filter(token=codes[0]).exists()


def test_a_backup_code_serves_once_and_in_capitals_too(client, claire, device, codes):
    client.post(LOGIN, RIGHT)
    assert client.post(CODE, {"code": codes[0].upper()}).status_code == 302
    assert "9 codes de secours" in text(client.get(SECURITY))
    client.logout()
    client.post(LOGIN, RIGHT)
    assert client.post(CODE, {"code": codes[0]}).status_code == 200


def test_wrong_codes_make_the_telephone_wait(client, device):
    client.post(LOGIN, RIGHT)
    client.post(CODE, {"code": wrong_code(device)})
    assert client.post(CODE, {"code": code_of(device)}).status_code == 200
    forget_failures(device)
    assert client.post(CODE, {"code": code_of(device)}).status_code == 302


def test_a_wrong_code_does_not_slow_the_backup_codes(client, device, codes):
    client.post(LOGIN, RIGHT)
    client.post(CODE, {"code": wrong_code(device)})
    assert client.post(CODE, {"code": codes[0]}).status_code == 302


def test_five_wrong_codes_suspend_the_connection(client, device, codes):
    client.post(LOGIN, RIGHT)
    for _ in range(3):
        client.post(CODE, {"code": wrong_code(device)})
        # signing in by the password again forgives no failure
        client.post(LOGIN, RIGHT)
    client.post(LOGIN, RIGHT | {"password": "raté"})
    locked = client.post(CODE, {"code": "zzzzzzzz"})
    assert "ou de codes ont été refusés" in text(locked, 429)
    forget_failures(device)
    assert client.post(CODE, {"code": code_of(device)}).status_code == 429
    assert client.post(LOGIN, RIGHT).status_code == 429
    assert client.get("/admin/").status_code == 302


def test_no_code_is_kept_in_clear_when_it_opened(client, device):
    client.post(LOGIN, RIGHT)
    client.post(CODE, {"code": code_of(device)})
    assert not AccessAttempt.objects.exists()


def test_empty_and_odd_codes_are_refused_in_words(client, device):
    client.post(LOGIN, RIGHT)
    assert "obligatoire" in text(client.post(CODE, {"code": ""}))
    for code in ("é" * 20, "١٢٣٤٥٦", "-12345", "1e5000"):
        assert client.post(CODE, {"code": code}).status_code in (200, 429)
    assert client.post(CODE, {"code": "\0"}).status_code == 400
    assert client.get("/admin/").status_code == 302


# --- Renewing, turning off ----------------------------------------------------------


def test_codes_are_renewed_with_password_and_code(desk, claire, device):
    before = set(StaticToken.objects.values_list("token", flat=True))
    path = SECURITY + "codes/"
    assert "ne serviront plus" in text(desk.get(path))
    proof = {"password": PASSWORD, "code": code_of(device)}
    page = text(desk.post(path, proof))
    after = set(StaticToken.objects.values_list("token", flat=True))
    assert not before & after
    assert all(code in page for code in after)
    assert desk.get("/admin/").status_code == 200


def test_a_session_opened_by_a_backup_code_lives_through_their_renewal(
    client, device, codes
):
    client.post(LOGIN, RIGHT)
    client.post(CODE, {"code": codes[0]})
    client.post(SECURITY + "codes/", {"password": PASSWORD, "code": codes[1]})
    assert not StaticToken.objects.filter(token__in=codes).exists()
    assert client.get("/admin/").status_code == 200


def test_turning_off_asks_for_password_and_code(desk, claire, device):
    path = SECURITY + "desactiver/"
    code = code_of(device)
    page = text(desk.post(path, {"password": "raté", "code": code}))
    assert "Mot de passe refusé" in page
    page = text(desk.post(path, {"password": PASSWORD, "code": wrong_code(device)}))
    assert "n&#x27;est pas le bon" in page
    assert "obligatoire" in text(desk.post(path, {"password": PASSWORD}))
    assert AccessAttempt.objects.get().failures_since_start == 2
    assert code_device(claire) is not None
    forget_failures(device)
    response = desk.post(path, {"password": PASSWORD, "code": code})
    assert response["Location"] == SECURITY
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
    assert "Non activée" in text(desk.get(SECURITY))
    assert desk.get(path)["Location"] == SECURITY


# --- A lost telephone ---------------------------------------------------------------


def removal(user):
    return f"{SECURITY}comptes/{user.pk}/"


def test_a_superuser_removes_a_lost_device_and_the_log_keeps_it(
    client, admin, claire, device
):
    client.force_login(admin)
    account = f"/admin/auth/user/{claire.pk}/change/"
    assert removal(claire) in text(client.get(account))
    assert "perdu son téléphone" in text(client.get(removal(claire)))
    assert code_device(claire) is not None
    client.post(removal(claire))
    assert code_device(claire) is None
    assert "appareil perdu" in LogEntry.objects.get(user=admin).change_message
    assert "Non activée" in text(client.get(account))
    again = client.post(removal(claire), follow=True)
    assert "n&#x27;a pas de double" in text(again)
    assert client.get(removal(claire).replace(str(claire.pk), "0")).status_code == 404


def test_a_manager_removes_nobodys_device(client, claire, karim):
    turn_on_two_factor(karim)
    client.force_login(make_manager(claire))
    for method in (client.get, client.post):
        assert method(removal(karim)).status_code == 403
    assert code_device(karim) is not None


def test_a_superuser_does_not_escape_her_own_code_so(client, admin):
    device, _ = turn_on_two_factor(admin)
    client.post(LOGIN, {"username": "admin", "password": PASSWORD})
    client.post(CODE, {"code": code_of(device)})
    response = client.post(removal(admin), follow=True)
    assert "votre page de sécurité" in text(response)
    assert code_device(admin) is not None


def test_an_admin_page_costs_one_query_more_at_most(client, claire, queries):
    client.force_login(claire)
    client.get(SECURITY)
    with queries(9):
        client.get(SECURITY)


# --- Doors outside the admin ------------------------------------------------------


def test_a_session_without_its_code_sees_no_preview_of_a_draft(client, claire, device):
    network = claire.curated_networks.get().network
    draft = make_pole("Pôle secret", stewards=[network], publication="brouillon")
    path = f"/poles/{draft.pk}/apercu/"
    client.force_login(claire)
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == f"{LOGIN}?next={path}"
    client.post(LOGIN, RIGHT)
    client.post(CODE, {"code": code_of(device)})
    assert "Pôle secret" in client.get(path).content.decode()
