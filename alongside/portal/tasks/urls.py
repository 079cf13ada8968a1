from django.urls import path

from alongside.portal.tasks import views

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("next/", views.claim_next, name="task_next"),
    path("<uuid:task_id>/", views.task, name="task"),
    path("<uuid:task_id>/form/", views.fill_in, name="task_form"),
    path("<uuid:task_id>/claim/", views.claim, name="task_claim"),
    path("<uuid:task_id>/release/", views.release, name="task_release"),
    path("<uuid:task_id>/completion/", views.complete, name="task_completion"),
]
