"""People, as agents see them."""

from django.urls import path

from alongside.console.people import registering, views

urlpatterns = [
    path("people/results/", views.results, name="results"),
    path("people/new/", registering.register, name="register"),
    path("people/<int:person>/", views.details, name="person"),
    path("people/<int:person>/details/", registering.correct, name="correct"),
    path("searches/", views.search, name="searches"),
    path("searches/<uuid:number>/", views.answer, name="search"),
]
