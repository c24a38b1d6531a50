"""Calls of the demonstration: begun, applied to, assessed, decided and paired by the same services as anybody's.

Moments are days from the day of loading, so that what is open is open whenever somebody looks. What stands in a call
that is over is written before it gets its moments, which is why two of its columns are written directly.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final, cast

from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.calls.cities import countries_of, problem_of
from entreciudades.calls.jobs import next_run
from entreciudades.calls.models import Application, Call
from entreciudades.calls.pairing_rules import rules_of
from entreciudades.calls.services.admission import decide, publish_admission
from entreciudades.calls.services.application import begin, change_part, write_answer
from entreciudades.calls.services.assessment import assign_review
from entreciudades.calls.services.call import begin_call, publish_call, write_call_text
from entreciudades.calls.services.deadline import close_due_calls
from entreciudades.calls.services.group import add_member, answer
from entreciudades.calls.services.meetings import Round, plan_round
from entreciudades.calls.services.pairing import ask_for_run
from entreciudades.calls.services.reviewing import Given, declare, save_scores, send_review
from entreciudades.calls.services.short_lists import draw_up, show_lists
from entreciudades.calls.services.steps import record_step
from entreciudades.calls.services.submission import submit
from entreciudades.calls.slots import Hours, slots_of
from entreciudades.calls.suggestions import suggestions
from entreciudades.calls.terms import terms_of
from entreciudades.imports.shapes import Entry
from entreciudades.imports.values import Reference
from entreciudades.taxonomy.models import Term

Find = Callable[[Reference], Any]
#: How far a call of the demonstration has come.
STAGES: Final = ("open", "under-review", "decided", "pairing")


class DemonstrationCalls:
    """Loads one call with all that hangs on it; `find` gives the row that a reference names."""

    def __init__(self, call: Call, entry: Entry, *, find: Find, by: User) -> None:
        self.call, self.entry, self.find, self.by = call, entry, find, by
        self.stage = STAGES.index(entry.fields["stage"])
        now = timezone.now().replace(minute=0, second=0, microsecond=0)
        self.opens_at = now + dt.timedelta(days=int(entry.fields["opens"]))
        self.closes_at = now + dt.timedelta(days=int(entry.fields["closes"]))

    def load(self) -> None:
        """Take the call as far as its entry says."""
        call = self.call
        call.opens_at, call.closes_at = self.opens_at, max(self.closes_at, timezone.now() + dt.timedelta(hours=1))
        begin_call(call, by=self.by)
        for key, bodies in self.entry.fields.get("texts", {}).items():
            self.write(call, key, bodies)
        publish_call(call, by=self.by)
        call.refresh_from_db()
        written = {self.apply(one): one for one in self.entry.parts.get("applications", ())}
        Call.objects.filter(pk=call.pk).update(closes_at=self.closes_at, published_at=self.opens_at)
        arrived = {one: entry for one, entry in written.items() if entry.fields["state"] == "submitted"}
        last = min(self.closes_at, timezone.now()) - dt.timedelta(days=1)
        for days, application in enumerate(arrived):
            moment = last - dt.timedelta(hours=7 * (days % 9), minutes=11 * days)
            submit(application, accepted=[one.key for one in terms_of(call).commitments], by=self.by, at=moment)
            application.refresh_from_db()
        if self.stage:
            close_due_calls()
            self.assess(arrived)
        for step in self.entry.parts.get("steps", ()):
            says = step.fields
            day = timezone.localdate() + dt.timedelta(days=int(says["days"]))
            record_step(call, says["step"], done_on=day, note=says["note"], by=self.by)

    def write(self, call: Call, key: str, bodies: dict[str, str]) -> None:
        """Write a text of the call's presentation, in each of its languages."""
        for language, body in bodies.items():
            write_call_text(call, key, language, body, expected_version=0, by=self.by)

    def apply(self, entry: Entry) -> Application:
        """Begin an application and write it."""
        city = cast("Organisation", self.find(entry.fields["applicant"]))
        application = begin(self.call, city=city, by=self.by)
        application.titles, application.language = entry.fields.get("titles", {}), self.call.source_language
        change_part(application, part="facts", by=self.by)
        themes = Term.objects.filter(pk__in=entry.fields["themes"])
        change_part(application, part="themes", links={"themes": themes}, by=self.by)
        change_part(application, part="people", links={"people": city.people.all()[:2]}, by=self.by)
        for name in ("asked_amount", "total_cost", "months"):
            setattr(application, name, entry.fields.get(name))
        change_part(application, part="budget", by=self.by)
        self.gather(application, entry)
        for key, bodies in entry.fields.get("answers", {}).items():
            for language, body in bodies.items():
                write_answer(application, key, language, body, expected_version=0, by=self.by)
        return application

    def gather(self, application: Application, entry: Entry) -> None:
        """Ask the municipalities of the group; those of the demonstration agree."""
        for one in entry.fields.get("members", ()):
            member = add_member(application, self.find(one), by=self.by)
            answer(member, consents=True, by=self.by)
        application.common_problem = entry.fields.get("common_problem", {})
        change_part(application, part="group", by=self.by)

    def assess(self, arrived: dict[Application, Entry]) -> None:
        """Review, decide and pair, as far as the stage goes."""
        due = timezone.localdate() + dt.timedelta(days=20)
        criteria = terms_of(self.call).criteria
        for application, entry in arrived.items():
            for email, points in entry.fields.get("scores", {}).items():
                reviewer = User.objects.get(email=email)
                review = assign_review(application, reviewer=reviewer, due=due, by=self.by)
                if not points:
                    continue  # theirs to do
                review = declare(review, conflict=False, by=reviewer)
                given = {
                    one.key: Given(int(number), "Según lo que la ciudad presenta (razón inventada).")
                    for one, number in zip(criteria, points, strict=True)
                }
                save_scores(review, given=given, by=reviewer)
                send_review(review, by=reviewer)
            if "outcome" in entry.fields:
                says = {"outcome": entry.fields["outcome"], "reason": entry.fields["reason"]}
                decide([application], call=self.call, by=self.by, **says)
        if self.stage >= STAGES.index("decided"):
            publish_admission(self.call, by=self.by)
        if self.stage == STAGES.index("pairing"):
            self.call.refresh_from_db()
            self.pair()

    def pair(self) -> None:
        """Show short lists, plan a round of meetings that is still to come, and try a first run."""
        call, terms = self.call, terms_of(self.call)
        pairing = terms.pairing
        if pairing is None:
            return
        rules = rules_of(call, countries=countries_of(call))
        draw_up(call, lists=suggestions(problem_of(call, rules), most=pairing.short_list), by=self.by)
        show_lists(call, by=self.by)
        day = timezone.localdate() + dt.timedelta(days=12)
        hours = Hours(dt.time(14), dt.time(18), pairing.meeting_minutes, pause=5)
        slots = slots_of([day, day + dt.timedelta(days=1)], hours, zone=call.zone)
        plan_round(call, Round(1, slots, where="https://reuniones.example/ribera"), by=self.by)
        ask_for_run(call, rules=rules, note="", by=self.by)
        next_run()
