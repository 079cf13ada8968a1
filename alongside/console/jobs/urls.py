"""Long work, as those see it who asked for it."""

from django.urls import path

from alongside.console.jobs import views

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<uuid:job>/", views.job, name="job"),
    path("<uuid:job>/progress/", views.progress, name="job_progress"),
    path("<uuid:job>/interruption/", views.interrupt, name="job_interruption"),
    path("<uuid:job>/resumption/", views.resume, name="job_resumption"),
]
