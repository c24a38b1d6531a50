"""The book of La Paz, with all its queries, is there in under a second: the first one that a process makes too."""

from _measure import SLUG, demonstration, kept, show, timed

SECONDS = 1.0

if __name__ == "__main__":
    with demonstration():
        from entreciudades.documents.book import Book
        from entreciudades.documents.typeset import render_book
        from entreciudades.exports.programme_book import assemble_programme
        from entreciudades.programmes.models import Programme

        def gather(language: str) -> Book:
            """The data of the book as it is printed."""
            rows = Programme.objects.select_related("holder", "network", "methodology")
            return assemble_programme(rows.get(slug=SLUG), language, published=True, with_cover=True)

        rows, slowest = [], 0.0
        for language in ("es", "pt", "en"):
            data = timed(lambda language=language: gather(language))
            pdf = timed(lambda book=data.given: render_book(book))
            slowest = max(slowest, data.first + pdf.first)
            rows.append((language, data.queries, data.first, pdf.first, data.again, pdf.again, len(pdf.given) // 1000))
        show(("book of La Paz", "queries", "gather s", "print s", "gather again s", "print again s", "kB"), rows)
        kept(f"the book in under {SECONDS:.0f} s, queries and print together", holds=slowest < SECONDS)
