"""What the links in mails lead to: never below the mount, for they are about whoever got the mail."""

from django.urls import path

from alongside.portal.mailings import links

app_name = "mailings"
urlpatterns = [
    path("mailings/confirmation/<str:token>/", links.confirmation, name="confirmation"),
    path("mailings/leaving/<str:token>/", links.leaving, name="leaving"),
]
