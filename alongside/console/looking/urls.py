"""Who looks at whom: the reasons agents give, and what managers make of it."""

from django.urls import path

from alongside.console.looking import asking

urlpatterns = [
    path("reasons/", asking.reasons, name="looking_reasons"),
]
