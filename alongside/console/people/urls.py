"""People, as agents see them."""

from django.urls import path

from alongside.console.people import correcting, registering, views

urlpatterns = [
    path("people/results/", views.results, name="results"),
    path("people/new/", registering.register, name="register"),
    path("people/new/matches/", registering.matches, name="register_matches"),
    path("people/<int:person>/choice/", registering.choose, name="same_chosen"),
    path("people/<int:person>/", views.details, name="person"),
    path("people/<int:person>/details/", correcting.correct, name="correct"),
    path("searches/", views.search, name="searches"),
    path("searches/<uuid:number>/", views.answer, name="search"),
    path("searches/<uuid:number>/question/", views.asked, name="asked"),
]
