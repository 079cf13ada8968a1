from django.urls import path

from alongside.portal.account import archive, views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/profile/", views.profile, name="profile"),
    path("account/archive/", archive.archive, name="archive"),
    path("account/archive/file/", archive.download, name="archive_file"),
    path("account/helped/", views.helped, name="helped"),
]
