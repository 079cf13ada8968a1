"""All that exists below `/for/<assistance>/`: the people's pages, and cases, whose page of staff may open by
the part that the person helped has in them (spec C14, C15)."""

from django.urls import URLPattern, URLResolver, include, path

from alongside.console.cases import urls as cases

urlpatterns: list[URLPattern | URLResolver] = [
    path("console/cases/", include((cases.urlpatterns, "console"))),
    path("", include("alongside.portal.urls")),
]

# Named by their paths: below the mount these are asked instead of the site's own.
handler400 = "alongside.site.errors.bad_request"
handler403 = "alongside.site.errors.forbidden"
handler404 = "alongside.site.errors.not_found"
handler500 = "alongside.site.errors.wrong"
