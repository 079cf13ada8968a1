"""Merging people, and the merges there are."""

from django.urls import path

from alongside.console.merging import comparing, views

urlpatterns = [
    path("people/<int:person>/merge/", comparing.whom, name="merge_whom"),
    path("people/<int:kept>/merge/<int:absorbed>/", comparing.compare, name="merge_people"),
    path("merges/", views.merges, name="merges"),
    path("merges/<uuid:merge>/", views.merge, name="merge"),
    path("merges/<uuid:merge>/approval/", views.approve, name="merge_approval"),
    path("merges/<uuid:merge>/refusal/", views.decline, name="merge_refusal"),
    path("merges/<uuid:merge>/undoing/", views.undo, name="merge_undoing"),
]
