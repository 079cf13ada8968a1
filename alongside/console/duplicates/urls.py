"""People who may be registered twice."""

from django.urls import path

from alongside.console.duplicates import views

urlpatterns = [
    path("", views.duplicates, name="duplicates"),
    path("<uuid:pair>/difference/", views.difference, name="pair_difference"),
]
