"""How bodies of an alliance or of a network decide: rules, meetings, agenda, attendance, decisions and votes."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entreciudades.actors.models import Body, BodyMember, Organisation, Person
from entreciudades.alliances.models.alliance import Alliance
from entreciudades.alliances.querysets import BodyDecisionQuerySet, BodyMeetingQuerySet
from entreciudades.alliances.states import MeetingState
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField
from entreciudades.core.privacy import PersonalField

_KEPT = _("as long as the minutes are kept")
_SEEN = _("those who work for the parties, and the network's secretariat")


class AllianceBody(models.Model):
    """A body of an alliance, and none of its network's own. `key` is that of the pack, where it names the body."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="bodies", verbose_name=_("alliance"))
    body = models.OneToOneField(Body, models.CASCADE, related_name="alliance_body", verbose_name=_("body"))
    key = models.CharField(_("body of the methodology"), max_length=40, blank=True)

    class Meta:
        ordering = ("body__position", "id")
        verbose_name = _("body of an alliance")
        verbose_name_plural = _("bodies of alliances")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("alliance", "key"), condition=~Q(key=""), name="alliance_body_once"),
        ]


class CompositionRule(models.TextChoices):
    """As `methodologies.vocabulary.COMPOSITIONS` has them."""

    PER_PARTY = "per-party", _("People of each party, at least")
    TERRITORIES = "territories", _("Different countries, at least")
    WOMEN = "women", _("Percent of women, at least")
    MEN = "men", _("Percent of men, at least")


class BodyRule(models.Model):
    """What the composition of a body has to be: at least so many of a party or of countries, or percent of a gender.

    Those of an alliance's body begin as the pack has them. What is found is told and keeps nobody from meeting.
    """

    Rule = CompositionRule

    body = models.ForeignKey(Body, models.CASCADE, related_name="rules", verbose_name=_("body"))
    rule = models.CharField(_("rule"), max_length=15, choices=CompositionRule)
    at_least = models.PositiveSmallIntegerField(_("at least"), validators=[MinValueValidator(1)])

    class Meta:
        ordering = ("body", "id")
        verbose_name = _("rule on who sits in a body")
        verbose_name_plural = _("rules on who sits in bodies")
        constraints: ClassVar = [
            one_of("rule", CompositionRule, name="body_rule_known"),
            models.UniqueConstraint(fields=("body", "rule"), name="body_rule_once"),
            models.CheckConstraint(
                name="body_rule_percent_within_100", condition=~Q(rule__in=("women", "men")) | Q(at_least__lte=100)
            ),
        ]


class MeetingKind(models.TextChoices):
    """How a meeting is called."""

    ORDINARY = "ordinary", pgettext_lazy("meeting", "ordinary")
    URGENT = "urgent", pgettext_lazy("meeting", "urgent")
    IN_WRITING = "in-writing", pgettext_lazy("meeting", "in writing")


class BodyMeeting(models.Model):
    """A meeting of a body: called, then held or cancelled. Its minutes are the text "minutes" and the files "minutes".

    `entitled` members had a mandate on its day, `counted` of them were there or represented; both are frozen when it
    is held, with the percent that was the `quorum` of the body then.
    """

    Kind = MeetingKind
    State = MeetingState

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("body"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=MeetingKind, default=MeetingKind.ORDINARY)
    starts_at = models.DateTimeField(_("called for"))
    zone = models.CharField(_("on whose clocks"), max_length=40, default="Europe/Madrid")
    place = models.CharField(_("where"), max_length=300, blank=True)
    link = models.URLField(_("address to join from afar"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MeetingState, default=MeetingState.CALLED)
    quorum = models.PositiveSmallIntegerField(_("quorum, in percent"), validators=[MaxValueValidator(100)])
    entitled = models.PositiveIntegerField(_("members with a mandate"), null=True, blank=True)
    counted = models.PositiveIntegerField(_("present or represented"), null=True, blank=True)
    cancelled_because = models.CharField(_("why it was cancelled"), max_length=500, blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    called_at = models.DateTimeField(default=timezone.now, editable=False)
    minutes_approved_on = models.DateField(_("minutes approved on"), null=True, blank=True)
    minutes_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = BodyMeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "-id")
        verbose_name = _("meeting of a body")
        verbose_name_plural = _("meetings of bodies")
        constraints: ClassVar = [
            one_of("kind", MeetingKind, name="body_meeting_kind_known"),
            one_of("state", MeetingState, name="body_meeting_state_known"),
            models.UniqueConstraint(fields=("body", "number"), name="body_meeting_number_once"),
            models.CheckConstraint(name="body_meeting_quorum_percent", condition=Q(quorum__lte=100)),
            models.CheckConstraint(
                name="body_meeting_counted_iff_held",
                condition=Q(state="held", entitled__isnull=False, counted__isnull=False)
                | (~Q(state="held") & Q(entitled__isnull=True, counted__isnull=True)),
            ),
            models.CheckConstraint(
                name="body_meeting_counted_within_entitled",
                condition=Q(counted__isnull=True) | Q(counted__lte=F("entitled")),
            ),
            models.CheckConstraint(
                name="body_meeting_cancelled_with_reason", condition=~Q(state="cancelled") | ~Q(cancelled_because="")
            ),
            models.CheckConstraint(
                name="body_meeting_minutes_approved_on_and_by",
                condition=Q(minutes_approved_on__isnull=True, minutes_approved_by__isnull=True)
                | Q(minutes_approved_on__isnull=False, minutes_approved_by__isnull=False, state="held"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} no. {self.number}"

    @property
    def is_held(self) -> bool:
        """Whether it took place."""
        return self.state == MeetingState.HELD

    @property
    def has_quorum(self) -> bool:
        """Whether enough members were counted: an exact fraction; of nobody there is none."""
        return bool(self.counted and self.entitled and self.counted * 100 >= self.entitled * self.quorum)

    @property
    def needed(self) -> int:
        """How many members the quorum asks for, of those entitled; one at least."""
        return max(1, -(-(self.entitled or 0) * self.quorum // 100))


class AgendaKind(models.TextChoices):
    """What is done with it."""

    INFORMATION = "information", _("for information")
    DEBATE = "debate", _("for debate")
    DECISION = "decision", _("for decision")


class AgendaItem(models.Model):
    """A point of the agenda, and who presents it."""

    Kind = AgendaKind

    meeting = models.ForeignKey(BodyMeeting, models.CASCADE, related_name="items", verbose_name=_("meeting"))
    position = models.PositiveSmallIntegerField(default=0)
    titles = LabelsField(_("title"))
    kind = models.CharField(_("kind"), max_length=12, choices=AgendaKind, default=AgendaKind.DEBATE)
    presenter = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who presents it")
    )

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("point of the agenda")
        verbose_name_plural = _("points of the agenda")
        constraints: ClassVar = [one_of("kind", AgendaKind, name="agenda_item_kind_known")]


class AttendanceState(models.TextChoices):
    """Whether they were there."""

    PRESENT = "present", pgettext_lazy("attendance", "present")
    REPRESENTED = "represented", pgettext_lazy("attendance", "represented")
    EXCUSED = "excused", pgettext_lazy("attendance", "excused")
    ABSENT = "absent", pgettext_lazy("attendance", "absent")


class Attendance(models.Model):
    """How a member, or a guest, was at a meeting: one row for each, so that nobody is counted twice.

    A member who is represented is so by another member (`proxy`) or by somebody of its organisation (`person`). A guest
    has no `member`, is of an `organisation`, and does not count.
    """

    State = AttendanceState

    COUNTED: ClassVar = (AttendanceState.PRESENT, AttendanceState.REPRESENTED)
    PERSON: ClassVar[str | None] = "person__email"
    PERSONAL_DATA: ClassVar = (PersonalField("state", purpose=_("to know who decided"), seen_by=_SEEN, kept=_KEPT),)

    meeting = models.ForeignKey(BodyMeeting, models.CASCADE, related_name="attendance", verbose_name=_("meeting"))
    member = models.ForeignKey(
        BodyMember, models.PROTECT, null=True, blank=True, related_name="attendance", verbose_name=_("member")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("city or organisation")
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who came")
    )
    state = models.CharField(_("attendance"), max_length=12, choices=AttendanceState)
    proxy = models.ForeignKey(
        BodyMember, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("represented by")
    )

    class Meta:
        ordering = ("meeting", F("member").asc(nulls_last=True), "id")
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints: ClassVar = [
            one_of("state", AttendanceState, name="attendance_state_known"),
            models.UniqueConstraint(fields=("meeting", "member"), name="attendance_once"),
            models.UniqueConstraint(
                fields=("meeting", "person"), condition=Q(state="present"), name="attendance_present_once"
            ),
            models.CheckConstraint(
                name="attendance_represented_by_another",
                condition=Q(state="represented", member__isnull=False)
                & (Q(proxy__isnull=False, person__isnull=True) | Q(proxy__isnull=True))
                & (Q(proxy__isnull=True) | ~Q(proxy=F("member")))
                | (~Q(state="represented") & Q(proxy__isnull=True)),
            ),
        ]


class DecidedHow(models.TextChoices):
    """In which way a decision came about."""

    CONSENSUS = "consensus", _("by consensus")
    VOTE = "vote", _("by vote, counted")
    ROLL_CALL = "roll-call", _("by roll call")
    SECRET = "secret", _("by secret vote")


class BodyDecision(models.Model):
    """What a body decided, in a meeting or, where it is urgent, between two.

    One taken without quorum or without a meeting `needs_ratification`: the decision of a later meeting that `ratifies`
    it says whether it stands, by being carried or not. Of a secret vote only the totals are kept.
    """

    How = DecidedHow

    body = models.ForeignKey(Body, models.PROTECT, related_name="decisions", verbose_name=_("body"))
    number = models.PositiveIntegerField(_("number"))
    meeting = models.ForeignKey(
        BodyMeeting, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("meeting")
    )
    item = models.OneToOneField(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decision",
        verbose_name=_("point of the agenda"),
    )
    texts = LabelsField(_("what is decided"))
    how = models.CharField(_("how"), max_length=10, choices=DecidedHow, default=DecidedHow.CONSENSUS)
    votes_for = models.PositiveIntegerField(_("in favour"), null=True, blank=True)
    votes_against = models.PositiveIntegerField(_("against"), null=True, blank=True)
    abstained = models.PositiveIntegerField(_("abstained"), null=True, blank=True)
    carried = models.BooleanField(_("carried"), default=True)
    taken_on = models.DateField(_("taken on"))
    needs_ratification = models.BooleanField(_("a later meeting has to ratify it"), default=False)
    ratifies = models.OneToOneField(
        to="self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ratified_by",
        verbose_name=_("ratifies"),
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BodyDecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-taken_on", "-number")
        verbose_name = _("decision of a body")
        verbose_name_plural = _("decisions of bodies")
        constraints: ClassVar = [
            one_of("how", DecidedHow, name="body_decision_how_known"),
            models.UniqueConstraint(fields=("body", "number"), name="body_decision_number_once"),
            models.CheckConstraint(
                name="body_decision_totals_iff_voted",
                condition=Q(how="consensus", votes_for__isnull=True, votes_against__isnull=True, abstained__isnull=True)
                | (
                    ~Q(how="consensus")
                    & Q(votes_for__isnull=False, votes_against__isnull=False, abstained__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="body_decision_carried_by_no_fewer",
                condition=Q(how="consensus") | Q(carried=False) | Q(votes_for__gte=F("votes_against")),
            ),
            models.CheckConstraint(
                name="body_decision_between_meetings_is_ratified",
                condition=Q(meeting__isnull=False) | Q(needs_ratification=True, item__isnull=True),
            ),
            models.CheckConstraint(
                name="body_decision_ratifies_in_a_meeting",
                condition=Q(ratifies__isnull=True) | Q(meeting__isnull=False, needs_ratification=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} no. {self.number}"


class VoteChoice(models.TextChoices):
    """What a member says."""

    FOR = "for", pgettext_lazy("vote", "in favour")
    AGAINST = "against", pgettext_lazy("vote", "against")
    ABSTAINED = "abstained", pgettext_lazy("vote", "abstained")


class Vote(models.Model):
    """How a member voted, where the vote was by roll call."""

    Choice = VoteChoice

    PERSON: ClassVar[str | None] = "member__person__email"
    PERSONAL_DATA: ClassVar = (PersonalField("choice", purpose=_("to know who decided"), seen_by=_SEEN, kept=_KEPT),)

    decision = models.ForeignKey(BodyDecision, models.CASCADE, related_name="votes", verbose_name=_("decision"))
    member = models.ForeignKey(BodyMember, models.PROTECT, related_name="+", verbose_name=_("member"))
    choice = models.CharField(_("vote"), max_length=10, choices=VoteChoice)

    class Meta:
        ordering = ("decision", "member")
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints: ClassVar = [
            one_of("choice", VoteChoice, name="vote_choice_known"),
            models.UniqueConstraint(fields=("decision", "member"), name="vote_once"),
        ]


class DecisionTask(models.Model):
    """Who carries a decision out, and by when: the organisation has it among its tasks."""

    decision = models.ForeignKey(BodyDecision, models.CASCADE, related_name="tasks", verbose_name=_("decision"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("who carries it out")
    )
    due = models.DateField(_("by which day"), null=True, blank=True)

    class Meta:
        ordering = ("decision", F("due").asc(nulls_last=True), "id")
        verbose_name = _("task of a decision")
        verbose_name_plural = _("tasks of decisions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("decision", "organisation"), name="decision_task_once"),
        ]
