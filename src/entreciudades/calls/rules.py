"""Who may do what with calls, applications, reviews and pairs: one readable table, one rule per verb."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from entreciudades.accounts.models import User
from entreciudades.actors.models import Role
from entreciudades.actors.rules import has_role
from entreciudades.calls.models import Application, Call, GroupMember, Review, StepRecord
from entreciudades.core.access import Rule, known_to, seeing

#: Verb -> roles that allow it in the network that owns the call.
OF_NETWORK: dict[str, tuple[Role, ...]] = {
    "call:edit": (Role.SECRETARY,),
    "call:follow": (Role.SECRETARY, Role.AUDITOR),
    "application:assess": (Role.SECRETARY,),
}
#: Verb -> roles that allow it in the city that applies.
OF_CITY: dict[str, tuple[Role, ...]] = {
    "application:edit": (Role.COORDINATOR, Role.COLLEAGUE),
    "application:submit": (Role.COORDINATOR,),
    "pair:answer": (Role.COORDINATOR,),
}
#: Verb -> roles that allow it in the city that seeks a partner.
OF_HOLDER: dict[str, tuple[Role, ...]] = {
    "search:record": (Role.COORDINATOR, Role.COLLEAGUE),
    "search:decide": (Role.COORDINATOR,),
}


def _of_network(verb: str) -> Rule[Call]:
    def predicate(user: User | AnonymousUser, call: Call) -> bool:
        return has_role(user, call.network_id, OF_NETWORK[verb])

    return Rule(verb, predicate, known_to)


def _assessing(user: User | AnonymousUser, application: Application) -> bool:
    return has_role(user, application.call.network_id, OF_NETWORK["application:assess"])


def _of_city(verb: str) -> Rule[Application]:
    def predicate(user: User | AnonymousUser, application: Application) -> bool:
        return has_role(user, application.applicant_id, OF_CITY[verb])

    return Rule(verb, predicate, known_to)


def _of_holder(verb: str) -> Rule[Call]:
    def predicate(user: User | AnonymousUser, call: Call) -> bool:
        return call.holder_id is not None and has_role(user, call.holder_id, OF_HOLDER[verb])

    return Rule(verb, predicate, known_to)


def _reading_step(user: User | AnonymousUser, record: StepRecord) -> bool:
    return FOLLOW.predicate(user, record.call) or RECORD_STEPS.predicate(user, record.call)


def _steps_of_known_calls(rows: QuerySet[StepRecord], user: User | AnonymousUser) -> QuerySet[StepRecord]:
    return rows.filter(call__in=Call.objects.visible_to(user).values("pk"))


def _reading_submitted(user: User | AnonymousUser, application: Application) -> bool:
    """Whoever wrote it, the office with its auditor, the city that holds the call; reviewers by their review alone."""
    call, desk = application.call, OF_CITY["application:edit"]
    cities = [one for one in (application.applicant_id, call.holder_id) if one is not None]
    follows = has_role(user, call.network_id, OF_NETWORK["call:follow"])
    return follows or any(has_role(user, one, desk) for one in cities)


def _reviewing(user: User | AnonymousUser, review: Review) -> bool:
    """Whether it is theirs, and they still review for the call's network, or for the city that holds the call."""
    if not user.is_authenticated or review.reviewer_id != user.pk:
        return False
    call = review.application.call
    of_holder = call.holder_id is not None and has_role(user, call.holder_id, OF_CITY["application:edit"])
    return of_holder or has_role(user, call.network_id, (Role.REVIEWER,))


def _assessing_without_conflict(user: User | AnonymousUser, review: Review) -> bool:
    return review.conflict is False and _reviewing(user, review)


def may_consent(user: User | AnonymousUser, member: GroupMember) -> bool:
    """Whether `user` may say for a municipality of a group that it takes part."""
    return has_role(user, member.organisation_id, (Role.COORDINATOR,))


SEE: Rule[Call] = seeing("call:see")
EDIT = _of_network("call:edit")
FOLLOW = _of_network("call:follow")
RECORD_STEPS = _of_holder("search:record")
DECIDE_SEARCH = _of_holder("search:decide")
READ_STEP: Rule[StepRecord] = Rule("step:read", _reading_step, _steps_of_known_calls)
SEE_APPLICATION: Rule[Application] = seeing("application:see")
EDIT_APPLICATION = _of_city("application:edit")
SUBMIT = _of_city("application:submit")
ANSWER = _of_city("pair:answer")
READ_SUBMITTED: Rule[Application] = Rule("application:read", _reading_submitted, known_to)
ASSESS: Rule[Application] = Rule("application:assess", _assessing, known_to)
REVIEW: Rule[Review] = Rule("review:write", _reviewing, known_to)
#: The reviewer, once they declared that no interest of theirs is in it: who sees what was handed in.
READ_REVIEWED: Rule[Review] = Rule("review:read-application", _assessing_without_conflict, known_to)
