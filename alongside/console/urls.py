"""The agents' pages."""

from django.urls import URLPattern, URLResolver, include, path

from alongside.console.home import views
from alongside.console.manage import views as manage

app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("", include("alongside.console.people.urls")),
    path("", include("alongside.console.merging.urls")),
    path("", include("alongside.console.erasing.urls")),
    path("desk/", include("alongside.console.desk.urls")),
    path("", include("alongside.console.arranging.urls")),
    path("cases/", include("alongside.console.cases.urls")),
    path("case-types/", include("alongside.console.case_types.urls")),
    path("history/", include("alongside.console.history.urls")),
    path("", include("alongside.console.agents.urls")),
    path("looking/", include("alongside.console.looking.urls")),
    path("assistances/", include("alongside.console.assistances.urls")),
    path("manage/", manage.manage, name="manage"),
    path("fields/", include("alongside.console.fields.urls")),
    path("found/", include("alongside.console.found.urls")),
    path("contact-files/", include("alongside.console.taking_over.urls")),
    path("people/", include("alongside.console.moving.urls")),
    path("forms/", include("alongside.console.forms.urls")),
    path("articles/", include("alongside.console.articles.urls")),
    path("mailings/", include("alongside.console.mailings.urls")),
    path("submissions/", include("alongside.console.submissions.urls")),
    path("duplicates/", include("alongside.console.duplicates.urls")),
    path("reports/", include("alongside.console.reports.urls")),
    path("options/", include("alongside.console.options.urls")),
    path("programs/", include("alongside.console.programs.urls")),
    path("checks/", include("alongside.console.checks.urls")),
    path("calls/", include("alongside.console.calls.urls")),
    path("processes/", include("alongside.console.processes.urls")),
    path("instances/", include("alongside.console.instances.urls")),
    path("tasks/", include("alongside.console.tasks.urls")),
    path("live/", include("alongside.console.live.urls")),
    path("jobs/", include("alongside.console.jobs.urls")),
    path("", include("alongside.console.interactions.urls")),
]
