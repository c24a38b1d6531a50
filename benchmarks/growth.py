"""With ten times the activities a programme costs no more queries, and at most ten times the time."""

from _measure import SLUG, demonstration, kept, show, timed

TIMES = 10

if __name__ == "__main__":
    with demonstration():
        from entreciudades.documents.book import Book
        from entreciudades.documents.typeset import render_book
        from entreciudades.exports.programme_book import assemble_programme
        from entreciudades.programmes.models import Activity, Programme

        def gather(language: str = "es") -> Book:
            """The data of the book."""
            rows = Programme.objects.select_related("holder", "network", "methodology")
            return assemble_programme(rows.get(slug=SLUG), language)

        def measured() -> tuple[int, int, float, float]:
            """Activities, queries, seconds to gather, seconds of the first print."""
            data = timed(gather)
            pdf = timed(lambda: render_book(data.given), times=1)
            return Activity.objects.filter(programme__slug=SLUG).count(), data.queries, data.again, pdf.first

        def multiply() -> None:
            """Each activity ten times, with its partners and targets."""
            for activity in list(Activity.objects.filter(programme__slug=SLUG)):
                partners, targets = list(activity.partners.all()), list(activity.targets.all())
                for _copy in range(TIMES - 1):
                    activity.pk = None  # saved again, it is another one
                    activity.save()
                    activity.partners.set(partners)
                    activity.targets.set(targets)

        render_book(gather("en"))  # fonts and templates are read
        few = measured()
        multiply()
        lots = measured()
        ratios = [after / before for before, after in zip(few, lots, strict=True)]
        head = ("programme of La Paz", "activities", "queries", "gather s", "print s")
        show(head, [("as it is", *few), ("ten times", *lots), ("ratio", *ratios)])
        kept("the same number of queries", holds=few[1] == lots[1])
        kept(f"time grows no faster than the activities, {TIMES} times", holds=max(ratios[2:]) <= TIMES)
