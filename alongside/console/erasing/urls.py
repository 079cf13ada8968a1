"""Erasing people, and forbidding to; copies of all that is held of them."""

from django.urls import path

from alongside.console.erasing import copies, due, proposing, views

urlpatterns = [
    path("people/<int:person>/erasure/", proposing.propose, name="erasing"),
    path("people/<int:person>/hold/", proposing.hold, name="hold"),
    path("people/<int:person>/hold/lifting/", proposing.lift, name="hold_lifting"),
    path("people/<int:person>/archives/", copies.ask, name="archives"),
    path("archives/<uuid:archive>/", copies.archive, name="archive"),
    path("archives/<uuid:archive>/file/", copies.download, name="archive_file"),
    path("erasures/", views.erasures, name="erasures"),
    path("erasures/due/", due.due, name="erasures_due"),
    path("erasures/due/proposals/", due.propose, name="erasures_due_proposals"),
    path("retention/", due.retention, name="retention"),
    path("erasures/<uuid:erasure>/", views.erasure, name="erasure"),
    path("erasures/<uuid:erasure>/completion/", views.erase, name="erasure_completion"),
    path("erasures/<uuid:erasure>/withdrawal/", views.withdraw, name="erasure_withdrawal"),
]
