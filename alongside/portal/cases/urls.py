from django.urls import path

from alongside.portal.cases import appointments, files, kept, reporting, sending, tracking, views

urlpatterns = [
    path("cases/", kept.cases, name="cases"),
    path("cases/<uuid:case_id>/", views.case, name="case"),
    path("cases/<uuid:case_id>/notes/", views.note, name="case_notes"),
    path("cases/<uuid:case_id>/answer/", views.answer, name="case_answer"),
    path("cases/<uuid:case_id>/contact/", views.contact, name="case_contact"),
    path("cases/<uuid:case_id>/satisfaction/", views.satisfaction, name="case_satisfaction"),
    path("cases/<uuid:case_id>/appointments/<uuid:number>/", appointments.answer, name="case_appointment"),
    path(
        "cases/<uuid:case_id>/appointments/<uuid:number>/calendar/",
        appointments.calendar,
        name="case_appointment_calendar",
    ),
    path("cases/<uuid:case_id>/files/", files.files, name="case_files"),
    path("cases/<uuid:case_id>/files/<uuid:number>/", files.file, name="case_file"),
    path("case-notes/", sending.sending, name="case_note_by_reference"),
    path("report/", reporting.kinds, name="report_kinds"),
    path("report/<slug:slug>/", reporting.report, name="report"),
    path("followed/<str:token>/", tracking.tracking, name="tracking"),
]
