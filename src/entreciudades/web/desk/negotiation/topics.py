"""What articles are about, in words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

#: Topic of a clause, as `methodologies.vocabulary.CLAUSE_TOPICS` declares it -> its name.
TOPICS: Final[dict[str, str | Promise]] = {
    "object": pgettext_lazy("clause", "Object"),
    "commitments": pgettext_lazy("clause", "Commitments of the parties"),
    "cofinancing": pgettext_lazy("clause", "Cofinancing and co-management"),
    "common-fund": pgettext_lazy("clause", "Common fund"),
    "monitoring": pgettext_lazy("clause", "Monitoring and evaluation"),
    "data": pgettext_lazy("clause", "Personal data"),
    "duration": pgettext_lazy("clause", "Duration and renewal"),
    "termination": pgettext_lazy("clause", "Denunciation"),
    "governance": pgettext_lazy("clause", "Governance"),
    "disputes": pgettext_lazy("clause", "Settlement of differences"),
    "other": pgettext_lazy("clause", "Other"),
}
