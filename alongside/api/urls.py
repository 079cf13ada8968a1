from django.urls import path

from alongside.api import calls, views

app_name = "api"
urlpatterns = [path("", views.call, name="call"), path("calls/", calls.announce, name="calls")]
