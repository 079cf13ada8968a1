"""Whom searching covers."""

from django.urls import path

from alongside.console.found import views

urlpatterns = [path("", views.found, name="found")]
