"""What an answer changes, part by part, beside what was changed at the desk meanwhile. Pure.

Parts are paragraphs and items of lists. An answer is compared with the text that went out, so that what others wrote
since is never taken for something the contributor removed.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from entreciudades.core.differences import Piece, compare
from entreciudades.documents.markdown import join, pieces
from entreciudades.documents.prose import parse

Kind = Literal["same", "change", "both"]
_Chunk = tuple[Sequence[str], Sequence[str], Sequence[str]]
_Told = tuple[Kind, Sequence[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text: what stands now, and what the answer says.

    "same": nothing to decide; "change": the contributor's; "both": changed at the desk too since the text went out.
    """

    kind: Kind
    now: str
    answer: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """From what stands to the answer, word by word."""
        return compare(self.now, self.answer)


def parts_of(base: str, now: str, answer: str) -> tuple[Part, ...]:
    """Return the parts of a text in order, neighbours that stay as one; ``base`` is the text that went out."""
    parts: list[Part] = []
    for kind, standing, said in _kinds(*(pieces(parse(text)) for text in (base, now, answer))):
        if kind == "same" and parts and parts[-1].kind == "same":
            whole = join((parts.pop().now, *standing))
            parts.append(Part("same", whole, whole))
        elif standing or said:
            parts.append(Part(kind, join(standing), join(said)))
    return tuple(parts)


def put_together(parts: Sequence[Part], accepted: Collection[int]) -> str:
    """Return the text with the accepted parts, by their place in ``parts``; all others stay as they stand."""
    chosen = (part.answer if place in accepted else part.now for place, part in enumerate(parts))
    return join(piece for text in chosen for piece in pieces(parse(text)))


def _kinds(base: Sequence[str], now: Sequence[str], answer: Sequence[str]) -> Iterator[_Told]:
    for went_out, stands, says in _chunks(base, now, answer):
        if says in (stands, went_out):
            yield "same", stands, stands
        elif stands != went_out:
            yield "both", stands, says
        elif len(stands) == len(says) or not stands or not says:
            for one, other in zip_longest(stands, says):
                yield "change", (one,) if one else (), (other,) if other else ()
        else:
            yield "change", stands, says


def _chunks(base: Sequence[str], now: Sequence[str], answer: Sequence[str]) -> Iterator[_Chunk]:
    """Yield stretches of the three texts, cut where all three have the same piece (diff3)."""
    in_now, in_answer = _matches(base, now), _matches(base, answer)
    at = (0, 0, 0)
    for place in [*sorted(in_now.keys() & in_answer.keys()), len(base)]:
        to = (place, in_now.get(place, len(now)), in_answer.get(place, len(answer)))
        yield base[at[0] : to[0]], now[at[1] : to[1]], answer[at[2] : to[2]]
        if place < len(base):
            same = (base[place],)
            yield same, same, same
        at = (to[0] + 1, to[1] + 1, to[2] + 1)


def _matches(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    found = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in found for step in range(block.size)}
