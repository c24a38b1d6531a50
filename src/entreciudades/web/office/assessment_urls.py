"""The addresses of the assessment of a call, after that of the call."""

from django.urls import URLPattern, path

from entreciudades.web.office import call_admission, call_reviewers


def addresses(call: str) -> list[URLPattern]:
    """All of them, under the address of a call."""
    people, decisions = f"{call}reviewers/", f"{call}admission/"
    return [
        path(people, call_reviewers.reviewers, name="call-reviewers"),
        path(f"{people}draw/", call_reviewers.draw, name="call-reviewers-draw"),
        path(f"{people}assign/<int:pk>/", call_reviewers.assign, name="call-reviewers-assign"),
        path(f"{people}replace/<int:pk>/", call_reviewers.replace, name="call-reviewers-replace"),
        path(decisions, call_admission.admissions, name="call-admission"),
        path(f"{decisions}decide/", call_admission.decide, name="call-admission-decide"),
        path(f"{decisions}publish/", call_admission.publish, name="call-admission-publish"),
        path(f"{decisions}<int:pk>/", call_admission.assessment, name="call-admission-application"),
    ]
