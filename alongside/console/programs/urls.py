from django.urls import path

from alongside.console.programs import views

urlpatterns = [
    path("", views.programs, name="programs"),
    path("<uuid:token_id>/revocation/", views.revoke, name="program_revoke"),
]
