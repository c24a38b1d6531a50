"""Whatever can be wrong with a file or a row has words of its own."""

import pytest
from django.utils.translation import override

from entreciudades.imports.wording import worded
from entreciudades.spreadsheets.faults import Note, Problem, Refusal

FACTS = dict.fromkeys(
    ("limit", "found", "said", "range", "error", "point", "comma", "first", "count",
     "columns", "header", "encoding", "delimiter", "message", "expected"), "7"
)  # fmt: skip
OURS = ("required", "unknown-row", "twice", "kept", "refused", "not-listed")


@pytest.mark.parametrize("code", [*map(str, (*Refusal, *Problem, *Note)), *OURS])
def test_every_code_is_worded(code):
    days = {"day_first": "2026-04-03", "month_first": "2026-03-04"}
    words = worded({"code": code, "cell": "Hoja!C7", "facts": FACTS | {"near": ["La Paz"]} | days})
    assert (code, words == code, "%(" in words) == (code, False, False)


def test_a_date_that_may_be_two_is_said_as_people_say_it():
    fault = {
        "code": "ambiguous-date",
        "facts": {"found": "03/04/2026", "day_first": "2026-04-03", "month_first": "2026-03-04"},
    }
    with override("es"):
        assert "3 de abril de 2026 o 4 de marzo de 2026" in worded(fault)
