from django.urls import path

from alongside.portal.cases import tracking, views

urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/<uuid:case_id>/", views.case, name="case"),
    path("cases/<uuid:case_id>/notes/", views.note, name="case_notes"),
    path("cases/<uuid:case_id>/answer/", views.answer, name="case_answer"),
    path("cases/<uuid:case_id>/contact/", views.contact, name="case_contact"),
    path("cases/<uuid:case_id>/satisfaction/", views.satisfaction, name="case_satisfaction"),
    path("followed/<str:token>/", tracking.tracking, name="tracking"),
]
