"""Every address of the house."""

from django.urls import include, path

from alongside.api import tokens
from alongside.site import errors

urlpatterns = [
    path("accounts/", include("alongside.portal.sign_in.urls")),
    path("console/", include("alongside.console.urls")),
    path("api/", include("alongside.api.urls")),
    path(".well-known/oauth-authorization-server", tokens.metadata),
    path("design/", include("alongside.ui.urls")),
    path("", include("alongside.portal.calls.urls")),  # never below the mount: a call is the actor's own
    path("", include("alongside.portal.mailings.links_urls")),  # nor are the links in mails
    path("", include("alongside.portal.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.wrong
