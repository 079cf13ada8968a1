"""What was handed in, as those see it who handle it."""

from django.urls import path

from alongside.console.submissions import files, views

urlpatterns = [
    path("", views.submissions, name="submissions"),
    path("export/", views.export, name="submissions_export"),
    path("<uuid:submission_id>/", views.submission, name="submission"),
    path("<uuid:submission_id>/process/", views.process, name="submission_process"),
    path("<uuid:submission_id>/document/", views.document, name="submission_document"),
    path("<uuid:submission_id>/files/<str:link>/", files.file, name="submission_file"),
]
