from django.urls import path

from alongside.console.reports import board, cases, questions, views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("questions/", questions.questions, name="report_questions"),
    path("questions/file/", questions.file, name="report_questions_file"),
    path("cases/", cases.cases, name="report_cases"),
    path("assists/", views.helped, name="report_assists"),
    path("files/", views.files, name="report_files"),
    path("schedules/", views.schedules, name="report_schedules"),
    path("schedules/<uuid:schedule_id>/end/", views.end, name="report_schedule_end"),
    path("board/", board.board, name="board"),
]
