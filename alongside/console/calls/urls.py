from django.urls import path

from alongside.console.calls import keys, views

urlpatterns = [
    path("", views.calls, name="calls"),
    path("stream/", views.stream, name="call_stream"),
    path("keys/", keys.keys, name="call_keys"),
    path("keys/<uuid:key_id>/revocation/", keys.revoke, name="call_key_revoke"),
    path("<uuid:ref>/", views.call, name="call"),
    path("<uuid:ref>/answer/", views.answer, name="call_answer"),
]
