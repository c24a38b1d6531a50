"""The first people of a fresh installation, as an operator enters them."""

import re

import pytest
from click.testing import CliRunner
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from tests.factories.actors import CityFactory, NetworkFactory, PersonFactory, UserFactory

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Organisation, Person
from entreciudades.cli import network, people
from entreciudades.core.models import AuditEvent, OutboxMessage

pytestmark = pytest.mark.django_db
ELVIRA = ("add", "Elvira@Red.example", "--name", "Elvira Inventada", "--role", "secretary", "--organisation", "ucci")
PASSWORD = "una-clave-muy-larga-9"


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"  # the runner puts its own in its place


def run(module, *arguments):
    result = CliRunner().invoke(module.command, arguments)
    return result.exit_code, result.output


def mails():
    return [message.payload for message in OutboxMessage.objects.filter(kind="mail").order_by("id")]


def test_a_network_is_entered_with_its_names():
    answer = run(network, "add", "--slug", "ucci", "--name", "es=Unión", "--name", "pt=União")
    assert answer == (
        0,
        (
            "Network ucci is entered: Unión\n"
            'Next: entreciudades people add E-MAIL --name "…" --role secretary --organisation ucci\n'
        ),
    )
    made = Organisation.objects.get()
    assert (made.slug, made.form, made.kind_id, made.names) == (
        "ucci",
        "network",
        "actor:network",
        {"es": "Unión", "pt": "União"},
    )
    again = run(network, "add", "--slug", "ucci", "--name", "es=Otra")
    assert again == (1, "There is an organisation “ucci” already. Nothing was changed.\n")


@pytest.mark.parametrize(
    ("slug", "name", "status", "said"),
    [
        ("ucci", "Unión", 2, 'found \'Unión\', expected one of es="…", pt="…", en="…"'),
        ("ucci", "fr=Union", 2, "found 'fr=Union', expected one of"),
        ("la red", "es=Unión", 1, "slug: Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    ],
)
def test_a_network_that_is_not_well_formed_is_refused(slug, name, status, said):
    code, output = run(network, "add", "--slug", slug, "--name", name)
    assert (code, said in output) == (status, True)
    assert Organisation.objects.count() == 0


def test_the_first_secretary_chooses_a_password_and_comes_in(settings):
    NetworkFactory(slug="ucci", names={"es": "Unión"})
    code, output = run(people, *ELVIRA, "--language", "pt")
    assert (code, output) == (
        0,
        "Elvira Inventada <elvira@red.example> is secretary of ucci. A mail waits in the outbox for the worker.\n",
    )

    user = User.objects.get()
    assert [(row.user, row.organisation.slug, row.role) for row in Membership.objects.all()] == [
        (user, "ucci", "secretary")
    ]
    [mail] = mails()
    assert (mail["to"], mail["subject"]) == (["elvira@red.example"], "Sua função em Unión: secretaria")

    path = re.search(rf"{settings.SITE_URL}(/accounts/password/reset/key/\S+)", mail["body"])[1]
    browser = Client()
    form = browser.get(path, follow=True)
    browser.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    browser.post("/accounts/login/", {"login": "elvira@red.example", "password": PASSWORD})
    assert browser.get("/office/").headers["Location"] == "/office/ucci/"


def test_again_sends_the_mail_anew_and_changes_nothing():
    NetworkFactory(slug="ucci")
    for _twice in range(2):
        assert run(people, *ELVIRA)[0] == 0
    assert (User.objects.count(), Membership.objects.count(), len(mails())) == (1, 1, 2)


def test_somebody_who_has_a_password_is_told_to_use_it(settings):
    NetworkFactory(slug="ucci")
    known = UserFactory(email="elvira@red.example", name="Elvira Montes", preferred_language="en")
    known.set_password(PASSWORD)
    known.save()
    assert run(people, *ELVIRA)[0] == 0
    known.refresh_from_db()
    assert known.name == "Elvira Montes"
    [mail] = mails()
    assert mail["body"].splitlines()[-1] == f"{settings.SITE_URL}/accounts/login/"
    assert "/password/" not in mail["body"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ucci": "ucc"}, "There is no organisation “ucc”; did you mean “ucci”? Nothing was changed."),
        ({"ucci": "xyz"}, "There is no organisation “xyz”; enter a network with “entreciudades network add”."),
        ({"secretary": "coordinator"}, "role: A network has no such role: “coordinator”."),
        ({"ucci": "la-paz-bo"}, "role: Only networks have this role: “secretary”."),
        ({"Elvira@Red.example": "elvira"}, "email: Enter a valid email address."),
    ],
)
def test_what_does_not_fit_is_refused_and_nobody_is_registered(change, said):
    NetworkFactory(slug="ucci")
    CityFactory(slug="la-paz-bo")
    code, output = run(people, *(change.get(word, word) for word in ELVIRA))
    assert (code, output.startswith(said)) == (1, True), output
    assert (User.objects.count(), Membership.objects.count(), mails()) == (0, 0, [])


def test_somebody_who_may_not_sign_in_is_given_nothing():
    NetworkFactory(slug="ucci")
    UserFactory(email="elvira@red.example", is_active=False)
    assert run(people, *ELVIRA) == (
        1,
        "email: The user of this address may not sign in any more.\nNothing was changed.\n",
    )
    assert (Membership.objects.count(), mails()) == (0, [])


def test_people_are_listed_with_their_roles():
    assert run(people, "list") == (0, "Nobody yet. The first comes in by “entreciudades people add”.\n")
    NetworkFactory(slug="ucci")
    run(people, *ELVIRA)
    UserFactory(name="Ana", email="ana@red.example")
    UserFactory(email="gone@red.example", is_active=False)
    assert run(people, "list") == (
        0,
        "Ana <ana@red.example>: no role\nElvira Inventada <elvira@red.example>: secretary of ucci\n",
    )


def test_a_person_who_is_erased_leaves_no_name_no_address_no_role_and_no_mail():
    NetworkFactory(slug="ucci")
    run(people, *ELVIRA)
    CityFactory(slug="la-paz-bo")
    run(people, "add", "ana@red.example", "--name", "Ana", "--role", "colleague", "--organisation", "la-paz-bo")
    known = {"name": "Elvira Inventada", "email": "ELVIRA@red.example", "phone": "+591 0", "posts": {"es": "Directora"}}
    contact, other = PersonFactory(**known), PersonFactory(name="Ana", email="ana@red.example", phone="+591 1")

    assert run(people, "anonymise", "Elvira@Red.example", "--yes") == (
        0,
        "elvira@red.example is erased. Found: account, roles: 1, contacts of organisations: 1, mails: 1.\n",
    )
    assert [(user.name, user.is_active) for user in User.objects.order_by("pk")] == [("", False), ("Ana", True)]
    assert [row.user.name for row in Membership.objects.all()] == ["Ana"]
    assert list(Person.objects.filter(pk__in=(contact.pk, other.pk)).order_by("pk").values_list("name", "email")) == [
        ("", ""),
        ("Ana", "ana@red.example"),
    ]
    contact.refresh_from_db()
    assert (contact.phone, contact.posts) == ("", {"es": "Directora"})
    assert [mail["to"] for mail in mails()] == [["ana@red.example"]]
    told = [event.verb for event in AuditEvent.objects.order_by("pk")][-3:]
    assert told == ["membership.removed", "account.anonymised", "person.anonymised"]
    assert "elvira" not in repr([vars(event) for event in AuditEvent.objects.all()]).lower()


def test_a_contact_without_an_account_is_erased_too():
    contact = PersonFactory(name="Elvira Inventada", email="elvira@red.example")
    assert run(people, "anonymise", "elvira@red.example", "--yes")[0] == 0
    contact.refresh_from_db()
    assert (contact.name, contact.email) == ("", "")


def test_erasing_asks_first_and_refuses_an_address_that_nobody_has():
    UserFactory(email="elvira@red.example", name="Elvira Montes")
    refused = CliRunner().invoke(people.command, ["anonymise", "elvira@red.example"], input="n\n")
    assert (refused.exit_code, User.objects.get().name) == (1, "Elvira Montes")
    assert run(people, "anonymise", "nobody@red.example") == (
        1,
        "Nobody here has the address nobody@red.example. Nothing was changed.\n",
    )


def test_a_mail_to_several_loses_one_of_them_and_a_sent_one_its_words():
    UserFactory(email="elvira@red.example")
    EmailMessage("Acta", "Para todas", to=["Elvira <elvira@red.example>", "ana@red.example"]).send()
    EmailMessage("Antes", "Para Elvira", to=["elvira@red.example"]).send()
    OutboxMessage.objects.filter(payload__subject="Antes").update(sent_at=timezone.now())
    assert run(people, "anonymise", "elvira@red.example", "--yes")[0] == 0
    waiting, sent = mails()
    assert (waiting["to"], sent) == (["ana@red.example"], {})
