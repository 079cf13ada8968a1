"""What was handed in, as those see it who handle it."""

from django.urls import path

from alongside.console.submissions import views

urlpatterns = [
    path("", views.submissions, name="submissions"),
    path("export/", views.export, name="submissions_export"),
    path("<uuid:submission_id>/", views.submission, name="submission"),
]
