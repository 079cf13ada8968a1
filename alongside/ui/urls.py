"""The one page of the design system."""

from django.urls import path

from alongside.ui import views

app_name = "ui"
urlpatterns = [path("parts/", views.parts, name="parts")]
