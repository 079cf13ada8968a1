"""All that exists below `/for/<assistance>/`: the people's pages, and cases, questions, processes and tasks,
whose pages of staff may open by the part that the person helped has in them (spec C14, C15, 4.8)."""

from django.urls import URLPattern, URLResolver, include, path

from alongside.console.cases import urls as cases
from alongside.console.desk import urls as desk
from alongside.console.instances import urls as instances
from alongside.console.tasks import urls as tasks

console = [
    path("cases/", include(cases.urlpatterns)),
    path("desk/", include(desk.urlpatterns)),
    path("instances/", include(instances.urlpatterns)),
    path("tasks/", include(tasks.urlpatterns)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("console/", include((console, "console"))),
    path("", include("alongside.portal.urls")),
]

# Named by their paths: below the mount these are asked instead of the site's own.
handler400 = "alongside.site.errors.bad_request"
handler403 = "alongside.site.errors.forbidden"
handler404 = "alongside.site.errors.not_found"
handler500 = "alongside.site.errors.wrong"
