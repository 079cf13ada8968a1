"""What the house offers, section by section."""

from django.urls import path

from alongside.console.options import views

urlpatterns = [
    path("", views.options, name="options"),
    path("scanner/trial/", views.scanner, name="scanner_trial"),
    path("<slug:section>/", views.section, name="option_section"),
]
