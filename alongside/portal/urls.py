"""The people's pages. Below /for/<assistance>/ nothing else exists."""

from django.urls import URLPattern, URLResolver, include, path

pages: list[URLPattern | URLResolver] = [
    path("", include("alongside.portal.home.urls")),
    path("", include("alongside.portal.forms.urls")),
    path("", include("alongside.portal.requests.urls")),
    path("", include("alongside.portal.account.urls")),
    path("", include("alongside.portal.articles.urls")),
]

urlpatterns = [path("", include((pages, "portal")))]
