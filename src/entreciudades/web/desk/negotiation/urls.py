"""The addresses of agreements that are negotiated."""

from django.urls import URLPattern, path

from entreciudades.web.desk.negotiation import articles, begin, deciding, of_alliance


def addresses(base: str) -> list[URLPattern]:
    """The pages under the address of an organisation."""
    one = f"{base}agreements/<int:pk>/"
    article = f"{one}articles/<int:number>/"
    return [
        path(f"{base}alliances/<slug:alliance>/agreements/", of_alliance.agreements, name="alliance-agreements"),
        path(f"{base}agreements/begin/", begin.begin, name="agreement-begin"),
        path(f"{one}draft/", begin.draft, name="agreement-draft"),
        path(f"{one}parties/", begin.parties, name="agreement-parties"),
        path(f"{one}clauses/", articles.clauses, name="agreement-clauses"),
        path(f"{one}versions/", deciding.versions, name="agreement-versions"),
        path(f"{one}table/", deciding.put, name="agreement-table"),
        path(f"{one}agree/", deciding.consent, name="agreement-agree"),
        path(f"{one}undo/<slug:verb>/", deciding.undo, name="agreement-undo"),
        path(f"{one}proposals/<int:proposal>/<slug:verb>/", articles.answer, name="article-proposal-answer"),
        path(f"{one}comments/<int:comment>/settle/", articles.settle, name="article-comment-settle"),
        path(f"{article}propose/<slug:language>/", articles.proposal, name="article-propose"),
        path(f"{article}comment/", articles.say, name="article-comment"),
        path(f"{article}move/<slug:way>/", articles.move, name="article-move"),
        path(f"{article}remove/", articles.remove, name="article-remove"),
    ]
