"""Processes: what can be started, and putting diagrams into use."""

from django.urls import path

from alongside.console.processes import deploying, migrating, views

urlpatterns = [
    path("", views.processes, name="processes"),
    path("new/", deploying.new, name="process_new"),
    path("deployments/", deploying.deploy, name="process_deployment"),
    path("task-lists/", views.arrange, name="task_lists"),
    path("<slug:slug>/", views.process, name="process"),
    path("<slug:slug>/migration/", migrating.migration, name="migration"),
    path("<slug:slug>/versions/new/", deploying.next_version, name="version_new"),
    path("<slug:slug>/versions/<int:number>/", views.version, name="version"),
    path("<slug:slug>/versions/<int:number>/source/", views.source, name="version_source"),
]
