"""The people's pages: all that exists below /for/<assistance>/, beside the pages of cases."""

from django.urls import URLPattern, URLResolver, include, path

pages: list[URLPattern | URLResolver] = [
    path("", include("alongside.portal.home.urls")),
    path("", include("alongside.portal.forms.urls")),
    path("", include("alongside.portal.requests.urls")),
    path("questions/", include("alongside.portal.questions.urls")),
    path("tasks/", include("alongside.portal.tasks.urls")),
    path("", include("alongside.portal.cases.urls")),
    path("", include("alongside.portal.account.urls")),
    path("", include("alongside.portal.articles.urls")),
    path("", include("alongside.portal.mailings.urls")),
    path("", include("alongside.portal.evidence.urls")),
]

urlpatterns = [path("", include((pages, "portal")))]

# Named by their paths, for they lie above: below the mount these are asked instead of the site's own.
handler400 = "alongside.site.errors.bad_request"
handler403 = "alongside.site.errors.forbidden"
handler404 = "alongside.site.errors.not_found"
handler500 = "alongside.site.errors.wrong"
