"""The steps of a search as pages show them, to the city that seeks and to the secretariat."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from entreciudades.calls.models import Call, StepRecord
from entreciudades.calls.services.steps import DOCUMENT
from entreciudades.calls.steps import Step, steps_of
from entreciudades.calls.terms import terms_of
from entreciudades.core.models import Attachment
from entreciudades.core.refs import kind_of
from entreciudades.web.files import address_of


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step, its documents with their addresses, where it is written down; "" where the reader may not."""

    step: Step
    documents: list[tuple[Attachment, str]]
    address: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions in one language: title and what is asked, "" where it is not translated."""

    language: str
    questions: list[tuple[str, str]]

    @property
    def missing(self) -> int:
        """How many questions this language lacks."""
        return sum(not title for title, _asks in self.questions)


def cards_of(call: Call, address: Callable[[str], str]) -> list[StepCard]:
    """The steps in order; four questions whatever their number. `address` gives that of a step by its key."""
    steps = steps_of(call)
    hung: dict[int, list[tuple[Attachment, str]]] = defaultdict(list)
    rows = Attachment.objects.filter(
        object_kind=kind_of(StepRecord), object_id__in=[one.record.pk for one in steps if one.record], purpose=DOCUMENT
    )
    for row in rows.select_related("file").order_by("position", "pk"):
        hung[row.object_id].append((row, address_of(row)))
    return [
        StepCard(one, hung[one.record.pk] if one.record else [], "" if one.state == "later" else address(one.step.key))
        for one in steps
    ]


def questionnaire_of(call: Call) -> list[Questionnaire]:
    """The questions in each language in which candidates may answer."""
    questions = terms_of(call).questions
    return [
        Questionnaire(code, [(one.title.get(code, ""), one.asks.get(code, "")) for one in questions])
        for code in call.languages
    ]
