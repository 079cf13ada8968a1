"""Erasing people, and forbidding to."""

from django.urls import path

from alongside.console.erasing import proposing, views

urlpatterns = [
    path("people/<int:person>/erasure/", proposing.propose, name="erasing"),
    path("people/<int:person>/hold/", proposing.hold, name="hold"),
    path("people/<int:person>/hold/lifting/", proposing.lift, name="hold_lifting"),
    path("erasures/", views.erasures, name="erasures"),
    path("erasures/<uuid:erasure>/", views.erasure, name="erasure"),
    path("erasures/<uuid:erasure>/completion/", views.erase, name="erasure_completion"),
    path("erasures/<uuid:erasure>/withdrawal/", views.withdraw, name="erasure_withdrawal"),
]
