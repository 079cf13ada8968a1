from django.urls import path

from alongside.console.checks import views

urlpatterns = [
    path("<uuid:assistance_id>/", views.check, name="check"),
    path("<uuid:assistance_id>/codes/", views.send, name="check_codes"),
    path("<uuid:assistance_id>/tries/", views.attempt, name="check_tries"),
]
