"""What was found of an application, line by line, each with the page that mends it."""

from dataclasses import dataclass

from django.urls import reverse

from entreciudades.calls.eligibility import Finding, judge
from entreciudades.calls.models import Application
from entreciudades.calls.snapshot import Snapshot, take
from entreciudades.calls.terms import terms_of


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with the address that mends it; "" where nothing can."""

    finding: Finding
    address: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The rules of the call, and what the application must hold to be complete."""

    rules: tuple[Line, ...]
    contents: tuple[Line, ...]

    @property
    def is_eligible(self) -> bool:
        """Whether it can be submitted as it stands."""
        return all(one.finding.met for one in (*self.rules, *self.contents))

    @property
    def missing(self) -> int:
        """How many things are not met."""
        return sum(not one.finding.met for one in (*self.rules, *self.contents))

    def about(self, *parts: str) -> tuple[Line, ...]:
        """What is not met and is mended in these parts."""
        return tuple(one for one in (*self.rules, *self.contents) if not one.finding.met and one.finding.mend in parts)


def findings_of(application: Application, snapshot: Snapshot | None = None) -> Findings:
    """Judge an application as it stands, or as a snapshot has it."""
    terms = terms_of(application.call)
    lines = [Line(one, _address(application, one)) for one in judge(terms, snapshot or take(application))]
    count = len(terms.eligible)
    return Findings(tuple(lines[:count]), tuple(lines[count:]))


def _address(application: Application, finding: Finding) -> str:
    if application.pk is None or not finding.mend:
        return ""
    city, keys = application.applicant.slug, [application.applicant.slug, application.pk]
    if finding.mend == "figures":
        return reverse("desk:organisation-rows", args=[city, "figures"])
    if finding.mend == "texts":
        editor = reverse("desk:application-text-edit", args=[*keys, application.language])
        return f"{editor}#text-{finding.subject}"
    if finding.mend in {"group", "documents"}:
        page = reverse(f"desk:application-{finding.mend}", args=keys)
        return f"{page}#{finding.subject}" if finding.subject else page
    return reverse("desk:application-part", args=[*keys, finding.mend])
