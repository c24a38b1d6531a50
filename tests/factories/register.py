"""A secretary's own register of 200 old agreements between fictional cities, as she kept it, with 12 problems.

The same every time. Row numbers are those that the spreadsheet program shows; the headings are the secretary's own.
"""

import datetime as dt
import io
import itertools
import random

import xlsxwriter
from tests.factories.actors import CityFactory, NetworkMemberFactory

SEED = 1982
COUNT = 200
NAME = "Registro de convenios 1996-2019.xlsx"
SHEET = "Convenios"
HEADINGS = (
    "Nº exp.", "Instrumento", "Denominación", "Ciudades firmantes", "Suscribieron", "Fecha de suscripción",
    "Vigente hasta", "Ejes temáticos", "Observaciones", "Dónde está el original",
)  # fmt: skip
#: What the secretary says of her columns: heading -> column of ours.
COLUMNS = {
    "Nº exp.": "reference",
    "Instrumento": "kind",
    "Denominación": "titles:es",
    "Ciudades firmantes": "parties",
    "Suscribieron": "signatories",
    "Fecha de suscripción": "signed",
    "Vigente hasta": "ends",
    "Ejes temáticos": "themes",
    "Dónde está el original": "source",
}
MEMBERS = (
    "Puerto Bruma", "Bahía Serena", "Villa Lumbre", "San Telmo del Valle", "Costaclara", "Riosanto", "Monteleón",
    "Campo Tranquilo", "Las Alamedas", "Nueva Esperia",
)  # fmt: skip
OTHERS = ("Porto Neblina", "Vale Sereno", "Northmere", "Altavega", "Isla Cobriza", "Santa Rosalina")
_KINDS = {
    "Hermanamiento": "twinning",
    "Convenio marco": "framework-agreement",
    "Convenio específico": "specific-agreement",
    "Memorando de entendimiento": "memorandum",
    "Carta de intenciones": "letter-of-intent",
    "Declaración conjunta": "declaration",
}
_ABOUT = (
    "el agua y el saneamiento", "la movilidad urbana", "los archivos municipales", "las bibliotecas de barrio",
    "los mercados", "el arbolado de las calles", "la juventud", "las mujeres emprendedoras", "los puertos",
    "el transporte escolar", "las crecidas del río", "los residuos", "el teatro", "la vivienda", "los catastros",
)  # fmt: skip
_THEMES = ("Movilidad urbana", "Vivienda", "Economía circular", "Ciudades saludables", "iuc:14", "sdg:11.2")
_PEOPLE = (
    "Ada Inventada (Alcaldesa)", "Beto Inventado (Alcalde)", "Clara Inventada (Intendenta)",
    "Dario Inventado (Intendente)", "Elisa Inventada (Secretaria de Relaciones (interina))", "Fermín Inventado",
)  # fmt: skip
_ABOVE = 3
"""The row of the headings: two lines stand above."""
FIRST = _ABOVE + 1
_MERGED = 61
_FORMULA = 77
_HIDDEN = 150

#: row -> (what is planted in which column, what the import says of the cell: a code). The place of each problem.
PLANTED = {
    12: (5, "03/04/2017", "ambiguous-date"),
    23: (6, "31/02/2009", "bad-date"),
    34: (1, "Convenio de amistad", "not-listed"),
    45: (3, "Puerto Brumas; Altavega", "not-listed"),
    56: (6, dt.date(1995, 1, 1), "refused"),
    _MERGED: (7, None, "merged"),
    _FORMULA: (0, None, "error"),
    88: (2, "", "required"),
    99: (3, "BahÃ­a Serena; Northmere", "not-listed"),
    120: (3, "Villa Lumbre; Villa Lumbre", "refused"),
    _HIDDEN: (7, "Cuestiones varias", "not-listed"),
}
#: The last row says again what an earlier one says.
DOUBLE, DOUBLED = FIRST + COUNT, 40
PROBLEMS = {
    **{f"{SHEET}!{chr(ord('A') + column)}{row}": code for row, (column, _value, code) in PLANTED.items()},
    "": "twice",
}
"""Cell -> code; what concerns a whole row has no cell."""


def make_cities(network):
    """The members of the network, and cities beyond it."""
    for name in MEMBERS:
        NetworkMemberFactory(network=network, organisation=CityFactory(names={"es": name}))
    for name in OTHERS:
        CityFactory(names={"es": name})


def rows():
    """What the register says, without any problem: a list of values for each agreement."""
    dice = random.Random(SEED)  # noqa: S311 - the same every time
    pairs = list(itertools.product(MEMBERS, (*MEMBERS, *OTHERS)))
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    chosen = [*dice.sample(pairs, len(pairs)), *dice.sample(pairs, len(pairs))][:COUNT]
    return [_row(number, parties, dice) for number, parties in enumerate(chosen, start=1)]


def _row(number, parties, dice):
    kind = dice.choice([*_KINDS])
    signed = dt.date(1996, 1, 1) + dt.timedelta(days=43 * number + dice.randrange(40))
    people = dice.sample(_PEOPLE, len(parties))
    return [
        # As registers number: some look like amounts, one begins with zeros
        "1.234,56" if number == 7 else f"{number:04d}/{signed.year}",
        kind,
        f"{kind} sobre {dice.choice(_ABOUT)} y {dice.choice(_ABOUT)}",
        "; ".join(parties),
        "; ".join(people) if number % 3 else None,
        signed if number % 5 else str(signed.year),
        signed.replace(day=1, year=signed.year + 4) if number % 2 else None,
        "; ".join(dice.sample(_THEMES, 2)) if number % 4 else None,
        "Revisado" if number % 9 == 0 else None,
        f"Caja {number // 20 + 1}, legajo {number}",
    ]


def make_register(*, mended=False):
    """The file; mended, its problems are taken out where they stand, and the row that is there twice."""
    said = rows()
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        book.set_properties({"created": dt.datetime(2020, 1, 1)})  # noqa: DTZ001 - as the format has it
        sheet = book.add_worksheet(SHEET)
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, "Registro de convenios internacionales")
        sheet.write(1, 0, "Secretaría de la Red · hasta 2019")
        sheet.write_row(_ABOVE - 1, 0, HEADINGS)
        listed = said if mended else [*said, said[DOUBLED - FIRST]]
        for number, values in enumerate(listed, start=FIRST):
            column, value, _code = PLANTED.get(number, (None, None, "")) if not mended else (None, None, "")
            for place, kept in enumerate(values):
                wanted = value if place == column else kept
                if isinstance(wanted, dt.date):
                    sheet.write_datetime(number - 1, place, wanted, date)
                elif wanted is not None:
                    sheet.write_string(number - 1, place, wanted)
        if not mended:
            sheet.merge_range(_MERGED - 2, 7, _MERGED - 1, 7, "Vivienda")
            sheet.write_formula(_FORMULA - 1, 0, "=VLOOKUP(C77,Expedientes,2)", None, "#REF!")
            sheet.set_row(_HIDDEN - 1, None, None, {"hidden": True})
    return data.getvalue()
