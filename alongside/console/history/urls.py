"""The log, for auditors."""

from django.urls import path

from alongside.console.history import auditing, explaining, sittings, views

urlpatterns = [
    path("", views.timeline, name="history"),
    path("exports/", views.export, name="history_export"),
    path("assistances/", sittings.sittings, name="sittings"),
    path("assistances/<uuid:assistance>/", sittings.sitting, name="sitting"),
    path("explain/", explaining.explain, name="explain"),
    path("audit/", auditing.audit, name="audit"),
    path("<int:number>/", views.entry, name="entry"),
    path("<int:number>.json", views.download, name="entry_json"),
]
