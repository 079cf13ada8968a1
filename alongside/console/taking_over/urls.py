from django.urls import path

from alongside.console.taking_over import views

urlpatterns = [
    path("", views.files, name="contact_files"),
    path("<uuid:job>/", views.file, name="contact_file"),
    path("<uuid:job>/wrong/", views.wrong, name="contact_file_wrong"),
]
