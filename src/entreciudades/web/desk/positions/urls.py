"""The addresses of positions at the desk of an organisation."""

from django.urls import URLPattern, path

from entreciudades.web.desk.positions import acts, pages


def addresses(base: str) -> list[URLPattern]:
    """The list, and the page of each with what is done there."""
    one = f"{base}positions/<int:pk>/"
    return [
        path(f"{base}positions/", pages.positions, name="positions"),
        path(one, pages.position, name="position"),
        path(f"{one}invite/", acts.invite, name="position-invite"),
        path(f"{one}consult/", acts.consult, name="position-consult"),
        path(f"{one}endorsements/", acts.endorsements, name="position-endorsements"),
        path(f"{one}publish/", acts.publish, name="position-publish"),
        path(f"{one}remark/", acts.remark, name="position-remark"),
        path(f"{one}remarks/<int:remark>/", acts.answer, name="position-answer"),
        path(f"{one}endorse/", acts.endorse, name="position-endorse"),
        path(f"{one}decline/", acts.decline, name="position-decline"),
        path(f"{one}addressees/add/", acts.addressee, name="position-addressee-add"),
        path(f"{one}addressees/<int:addressee>/", acts.addressee, name="position-addressee"),
        path(f"{one}addressees/<int:addressee>/reply/", acts.reply, name="position-reply"),
    ]
