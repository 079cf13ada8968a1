from django.urls import path

from alongside.portal.account import views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/profile/", views.profile, name="profile"),
    path("account/helped/", views.helped, name="helped"),
]
