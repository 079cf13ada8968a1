from django.urls import path

from alongside.api import calls, tokens, views

app_name = "api"
urlpatterns = [
    path("", views.call, name="call"),
    path("calls/", calls.announce, name="calls"),
    path("tokens/", tokens.exchange, name="tokens"),
    path("introspection/", tokens.introspection, name="introspection"),
]
