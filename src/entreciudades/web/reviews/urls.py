"""The addresses of the reviewers' space."""

from django.urls import path

from entreciudades.web.reviews import assessing, listing

app_name = "reviews"

ONE = "<int:pk>/"

urlpatterns = [
    path("", listing.home, name="home"),
    path(ONE, assessing.review, name="review"),
    path(f"{ONE}declare/", assessing.declare, name="declare"),
    path(f"{ONE}send/", assessing.send, name="send"),
    path(f"{ONE}documents/<int:document>/", assessing.document, name="document"),
]
