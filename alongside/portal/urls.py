"""The people's pages. Below /for/<assistance>/ nothing else exists."""

from django.urls import URLPattern, URLResolver, include, path

from alongside.portal import views

pages: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("", include("alongside.portal.account.urls")),
    path("", include("alongside.portal.articles.urls")),
]

urlpatterns = [path("", include((pages, "portal")))]
