from django.urls import path

from alongside.console.interactions import views

urlpatterns = [
    path("", views.interactions, name="interactions"),
    path("<uuid:interaction_id>/pauses/", views.pause, name="interaction_pause"),
    path("<uuid:interaction_id>/resumptions/", views.resume, name="interaction_resume"),
    path("<uuid:interaction_id>/closing/", views.close, name="interaction_close"),
]
