"""The addresses of the demonstration."""

from django.urls import path

from entreciudades.web.demo import views

app_name = "demo"
urlpatterns = [
    path("demo", views.people, name="people"),
    path("demo/enter", views.enter, name="enter"),
    path("demo/mail", views.mail, name="mail"),
]
