"""The kinds of things that files bring in: one class each, after the contract of `imports.kind`."""

from collections.abc import Mapping

from entreciudades.imports.kind import Kind
from entreciudades.imports.kinds.agreements import Agreements
from entreciudades.imports.kinds.collaborations import Collaborations
from entreciudades.imports.kinds.contacts import Contacts
from entreciudades.imports.kinds.glossary import Glossary
from entreciudades.imports.kinds.organisations import Organisations
from entreciudades.imports.kinds.practices import Practices
from entreciudades.imports.kinds.profiles import Figures, Languages, Plans, Profiles
from entreciudades.imports.kinds.programme_parts import Activities, Lines, Projects
from entreciudades.imports.kinds.programmes import Programmes

#: By key, in the order in which pages offer them.
KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Contacts(),
        Organisations(),
        Agreements(),
        Collaborations(),
        Programmes(),
        Lines(),
        Projects(),
        Activities(),
        Practices(),
        Profiles(),
        Figures(),
        Languages(),
        Plans(),
        Glossary(),
    )
}
