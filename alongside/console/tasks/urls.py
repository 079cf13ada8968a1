"""Tasks of processes: what is in hand, what is on offer, and the page of one."""

from django.urls import path

from alongside.console.tasks import views

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("next/", views.claim_next, name="task_next"),
    path("<uuid:task_id>/claim/", views.claim, name="task_claim"),
    path("<uuid:task_id>/release/", views.release, name="task_release"),
    path("<uuid:task_id>/completion/", views.complete, name="task_completion"),
]
