from django.urls import path

from alongside.api import views

app_name = "api"
urlpatterns = [path("", views.call, name="call")]
