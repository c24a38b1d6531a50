"""Whatever can be wrong with a file or a row has words of its own."""

import pytest

from entreciudades.imports.wording import worded
from entreciudades.spreadsheets.faults import Note, Problem, Refusal

FACTS = dict.fromkeys(
    ("limit", "found", "said", "range", "error", "day_first", "month_first", "point", "comma", "first", "count",
     "columns", "header", "encoding", "delimiter", "message", "expected"), "7"
)  # fmt: skip
OURS = ("required", "unknown-row", "twice", "kept", "refused", "not-listed")


@pytest.mark.parametrize("code", [*map(str, (*Refusal, *Problem, *Note)), *OURS])
def test_every_code_is_worded(code):
    words = worded({"code": code, "cell": "Hoja!C7", "facts": FACTS | {"near": ["La Paz"]}})
    assert (code, words == code, "%(" in words) == (code, False, False)
