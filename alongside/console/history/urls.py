"""The log, for auditors."""

from django.urls import path

from alongside.console.history import views

urlpatterns = [
    path("", views.timeline, name="history"),
    path("<int:number>/", views.entry, name="entry"),
    path("<int:number>.json", views.download, name="entry_json"),
]
