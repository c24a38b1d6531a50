"""Long lists: a page at a time, the same number of queries whatever the number of rows."""

from typing import Final, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

ON_A_PAGE: Final = 24
M = TypeVar("M", bound=Model)


def page_of(request: HttpRequest, rows: QuerySet[M]) -> "Page[M]":
    """The page that `?page=` asks for; a number that is none gives the nearest one."""
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
