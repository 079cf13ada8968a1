from django.urls import path

from alongside.console.assistances import systems, views

urlpatterns = [
    path("", views.assistances, name="assistances"),
    path("new/", views.new, name="assistances_new"),
    path("<uuid:assistance_id>/ending/", views.ending, name="assistance_end"),
    path("<uuid:assistance_id>/use/", views.use, name="assistance_use"),
    path("<uuid:assistance_id>/systems/", systems.systems, name="assistance_systems"),
]
