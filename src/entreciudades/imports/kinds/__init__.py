"""The kinds of things that files bring in: one class each, after the contract of `imports.kind`."""

from collections.abc import Mapping

from entreciudades.imports.kind import Kind
from entreciudades.imports.kinds.agreements import Agreements
from entreciudades.imports.kinds.contacts import Contacts
from entreciudades.imports.kinds.glossary import Glossary
from entreciudades.imports.kinds.organisations import Organisations
from entreciudades.imports.kinds.profiles import Figures, Languages, Plans, Profiles

#: By key, in the order in which pages offer them.
KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (Contacts(), Organisations(), Profiles(), Figures(), Languages(), Plans(), Agreements(), Glossary())
}
