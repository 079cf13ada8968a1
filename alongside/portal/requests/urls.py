from django.urls import path

from alongside.portal.requests import views

urlpatterns = [
    path("requests/<uuid:submission_id>/", views.submission, name="request"),
    path("requests/<uuid:submission_id>/document/", views.document, name="request_document"),
]
