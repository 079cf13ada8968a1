from django.urls import path

from alongside.portal.home import views

urlpatterns = [path("", views.home, name="home")]
