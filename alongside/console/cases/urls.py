"""Cases: finding them, opening one, and everything that is done to it, each deed a noun."""

from django.urls import path

from alongside.console.cases import (
    boarding,
    deeds,
    exporting,
    files,
    following,
    keeping,
    links,
    lots,
    mapping,
    raising,
    views,
    views_kept,
)

urlpatterns = [
    path("", views.cases, name="cases"),
    path("new/", raising.raising, name="raising"),
    path("appointments/", keeping.appointments, name="appointments"),
    path("appointments/<uuid:number>/calendar/", keeping.calendar, name="appointment_calendar"),
    path("board/", boarding.board, name="case_board"),
    path("board/moves/", boarding.move, name="case_moves"),
    path("map/", mapping.map, name="case_map"),
    path("file/", exporting.file, name="case_export"),
    path("lots/", lots.lot, name="case_lots"),
    path("lots/deeds/", lots.do, name="case_lot_deeds"),
    path("views/", views_kept.keep, name="case_views"),
    path("views/<int:number>/", views_kept.view, name="case_view"),
    path("views/<int:number>/removal/", views_kept.drop, name="case_view_removal"),
    path("<uuid:case_id>/", views.case, name="case"),
    path("<uuid:case_id>/stream/", following.news, name="case_stream"),
    path("<uuid:case_id>/links/<int:link_id>/removal/", links.remove, name="case_unlinking"),
    path("<uuid:case_id>/files/<uuid:number>/", files.file, name="case_file"),
    path("<uuid:case_id>/files/<uuid:number>/removal/", files.remove, name="case_file_removal"),
    *(
        path(f"<uuid:case_id>/{one.noun}/", views.view_of(one), name=f"case_{one.noun.replace('-', '_')}")
        for one in deeds.DEEDS
    ),
]
