"""What may feed a row of a matrix: the closed list, as data.

A source is declared here and evaluated in ``programmes``; a test there holds that both lists are the same. Its filters
narrow it; a filter that a pack leaves out has its default. Its columns are what may be written of each item, in the
order in which the pack names them; the first is the default.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filter:
    """A way to narrow a source. ``several``: a list of values is understood too, and means any of them."""

    name: str
    values: tuple[str, ...]
    default: tuple[str, ...]
    several: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the closed list. ``gives`` says in a sentence what a cell will hold."""

    name: str
    gives: str
    columns: tuple[str, ...]
    filters: tuple[Filter, ...] = ()

    def filter(self, name: str) -> Filter:
        """The filter of that name; KeyError without one."""
        for one in self.filters:
            if one.name == name:
                return one
        raise KeyError(name)


def _any_of(name: str, *values: str) -> Filter:
    return Filter(name, values, default=values)


def _one_of(name: str, *values: str) -> Filter:
    return Filter(name, values, default=values[:1], several=False)


_ALL = (
    Source(
        "city-plans",
        "The city's plans, policies and other norms with which the programme is aligned.",
        columns=("name", "period", "rank"),
        filters=(
            _any_of(
                "kind",
                "public-policy",
                "municipal-development-plan",
                "government-plan",
                "national-plan",
                "other-norm",
            ),
        ),
    ),
    Source(
        "city-priorities",
        "The themes on which the city works with others, as its profile names them.",
        columns=("name",),
        filters=(_one_of("codelist", "sector", "iuc", "nua", "sdg"),),
    ),
    Source(
        "programme-sectors",
        "The sectors that the programme itself gives priority to.",
        columns=("name",),
    ),
    Source(
        "cross-cutting-axes",
        "The cross-cutting axes of the programme, together on one line.",
        columns=("names",),
    ),
    Source(
        "strategic-lines",
        "The strategic lines of the programme.",
        columns=("title",),
    ),
    Source(
        "departments-involved",
        "The departments of the city that take part in the programme.",
        columns=("name",),
    ),
    Source(
        "managing-department",
        "The department that manages the city's international action.",
        columns=("name",),
    ),
    Source(
        "coordinating-department",
        "The department that coordinates the programme, and who answers there.",
        columns=("name", "focal-point"),
    ),
    Source(
        "allies-and-partners",
        "Who goes along: the city's own departments, its allies (agencies, institutes, networks), its partner cities.",
        columns=("name",),
        filters=(_any_of("include", "departments", "allies", "cities"),),
    ),
    Source(
        "actors-involved",
        "Who takes part: departments, other governments, universities, civil society, cooperation.",
        columns=("name",),
    ),
    Source(
        "cooperation-instruments",
        "The programmes and agreements by which the city cooperates here.",
        columns=("title",),
    ),
    Source(
        "cooperation-modalities",
        "The modalities of cooperation that the programme uses.",
        columns=("name",),
    ),
    Source(
        "actions-and-projects",
        "The projects of the programme, each with its activities, then the activities without a project.",
        columns=("title",),
        filters=(_any_of("include", "projects", "activities"),),
    ),
    Source(
        "sdg-focus",
        "The Sustainable Development Goals, or their targets, on which the programme works.",
        columns=("name",),
        filters=(_one_of("level", "goal", "target"),),
    ),
)

SOURCES: dict[str, Source] = {source.name: source for source in _ALL}
"""Every source by its name, in the order of the guide."""
