"""Each reader gets their own language, whoever came before; also from the libraries."""

from pathlib import Path

import allauth
import django
import pytest
from django.utils.translation import gettext, override
from scripts import catalogues

from entreciudades.actors.models import Role
from entreciudades.core.models import OutboxMessage
from entreciudades.processes.appointments import appoint
from entreciudades.web.desk.organisation_forms import GovernmentForm

ACCOUNT = Path(allauth.__file__).parent / "templates" / "account"
#: Ways of signing in that this site does not have.
NOT_HERE = (
    "phone",
    "passkey",
    "code",
    "signup.html",
    "signup_by",
    "unknown",
    "already_exists",
    "_signup_",
    "password_set",
)
BUTTONS_NOT_HERE = {
    "If you have not created",
    "Sign in with a passkey",
    "Send me a sign-in code",
    "Your email verification code",
}
FORMS = [Path(django.__file__).parent / name for name in ("forms/fields.py", "contrib/auth/password_validation.py")]
#: What only values of other kinds than ours can get wrong.
NOT_ASKED = {
    "Enter a valid duration.",
    "Enter a valid UUID.",
    "The number of days must be between {min_days} and {max_days}.",
}


@pytest.mark.parametrize(
    ("language", "label"),
    [("es", "Nombre oficial"), ("pt", "Nome oficial"), ("en", "Official name")],
)
def test_a_form_that_is_made_once_speaks_to_every_reader(language, label):
    with override(language):
        assert str(GovernmentForm.base_fields["official_name"].label) == label


@pytest.mark.parametrize(
    ("language", "name"), [("es", "Buena práctica"), ("pt", "Boa prática"), ("en", "Good practice")]
)
def test_the_catalogues_are_read(language, name):
    with override(language):
        assert gettext("Good practice") == name


@pytest.mark.parametrize(("language", "words"), [("pt", "Senha Cidade"), ("pt-pt", "Palavra-passe Cidade")])
def test_portugal_reads_its_own_words_and_the_rest_as_brazil(language, words):
    with override(language):
        assert f"{gettext('Password')} {gettext('City')}" == words


@pytest.mark.parametrize(
    ("language", "words"), [("pt", "A partir de agora você trabalha"), ("pt-pt", "A partir de agora trabalha")]
)
def test_a_mail_speaks_as_its_reader_does(cast, settings, language, words):
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"
    appoint(cast.la_paz, role=Role.COLLEAGUE, email="rui@example.org", name="Rui", language=language, by=None)
    assert words in OutboxMessage.objects.get().payload["body"]


def test_the_pages_of_accounts_say_nothing_that_our_catalogues_lack():
    """For ``pt`` Django finds none of allauth's catalogues; a new version of it may bring new words."""
    pages = [path for path in ACCOUNT.rglob("*.*") if not any(part in path.name for part in NOT_HERE)]
    said = {message.singular for path in pages for message in catalogues.marked_in(path)}
    ours = {message.singular for message in catalogues.marked()}
    assert [text for text in sorted(said - ours) if not text.startswith(tuple(BUTTONS_NOT_HERE))] == []


def test_forms_and_passwords_are_refused_in_words_of_our_catalogues():
    said = {message.singular for path in FORMS for message in catalogues.marked_in(path)}
    ours = {message.singular for message in catalogues.marked()}
    assert said - ours - NOT_ASKED == set()
