import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from entreciudades.accounts import services
from entreciudades.accounts.models import User
from entreciudades.core.models import AuditEvent

pytestmark = pytest.mark.django_db
PASSWORD = "tres-lomas-y-un-rio"


@pytest.fixture
def ines():
    return services.register(
        email="Ines@Example.org", name="Inés Quispe", preferred_language="pt", password=PASSWORD, by=None
    )


def sign_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_an_address_is_kept_in_lower_case(ines):
    assert User.objects.get().email == "ines@example.org"


def test_somebody_signs_in_with_address_and_password_in_whatever_case(client, ines):
    response = sign_in(client, "INES@example.ORG")
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(ines.pk)


@pytest.mark.parametrize(
    ("email", "password"), [("ines@example.org", "wrong-password"), ("nobody@example.org", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, ines, email, password):
    response = sign_in(client, email, password)
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    assert response.context["form"].errors == {
        "__all__": [str(DefaultAccountAdapter.error_messages["email_password_mismatch"])]
    }


def test_sign_in_is_limited_after_failed_attempts(client, ines):
    for _ in range(5):
        sign_in(client, "ines@example.org", "wrong-password")
    sign_in(client, "ines@example.org")
    assert "_auth_user_id" not in client.session


def test_nobody_registers_without_being_known(client):
    response = client.post(
        reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert response.status_code == 200
    assert User.objects.count() == 0


@pytest.mark.parametrize(("email", "field"), [("no address", "email"), ("INES@example.org", "email"), ("", "email")])
def test_an_address_that_is_none_or_is_taken_is_refused(ines, email, field):
    with pytest.raises(ValidationError) as refused:
        services.register(email=email, name="", preferred_language="es", password=None, by=None)
    assert set(refused.value.message_dict) == {field}
    assert User.objects.count() == 1


def test_the_database_refuses_an_address_in_upper_case(ines):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=ines.pk).update(email="Ines@example.org")


def test_a_language_that_the_site_does_not_speak_is_refused(ines):
    with pytest.raises(ValidationError):
        services.choose_language(user=ines, language="xx")
    assert User.objects.get().preferred_language == "pt"


def test_a_chosen_language_is_kept(ines):
    services.choose_language(user=ines, language="en")
    assert User.objects.get().preferred_language == "en"


def test_a_user_is_never_deleted(ines):
    with pytest.raises(ProtectedError):
        ines.delete()
    with pytest.raises(ProtectedError):
        User.objects.all().delete()
    assert User.objects.count() == 1


def test_an_anonymised_user_has_no_name_no_address_and_no_entry(client, ines):
    sign_in(client, "ines@example.org")
    services.anonymise(user=ines, by=ines)
    gone = User.objects.get(pk=ines.pk)
    assert (gone.name, gone.email, gone.is_active) == ("", f"former-user-{ines.pk}@invalid.invalid", False)
    assert "Inés" not in str(gone)
    assert gone.emailaddress_set.count() == 0
    entered = client.get(reverse("account_change_password"))  # by the session that was open
    assert entered.url.startswith(reverse("account_login"))
    stranger = Client()
    sign_in(stranger, "ines@example.org")
    assert "_auth_user_id" not in stranger.session


def test_the_trail_tells_who_came_and_went_without_their_name(ines):
    services.anonymise(user=ines, by=ines)
    services.anonymise(user=ines, by=ines)
    events = AuditEvent.objects.order_by("pk")
    assert [event.verb for event in events] == ["account.registered", "account.anonymised"]
    assert "quispe" not in repr([vars(event) for event in events]).lower()
