from django.urls import path

from alongside.portal.calls import app, deeds, joining, media, trying, views

app_name = "calls"
urlpatterns = [
    path("app.webmanifest", app.manifest, name="manifest"),
    path("worker.js", app.worker, name="worker"),
    path("away/", app.away, name="away"),
    path("join/", joining.by_link, name="link"),
    path("call/try/", trying.for_everybody, name="try"),
    path("call/<uuid:call_id>/try/", trying.in_a_call, name="try_in"),
    path("call/<uuid:call_id>/", views.room, name="room"),
    path("call/<uuid:call_id>/beside/", views.beside, name="beside"),
    path("call/<uuid:call_id>/standing/", views.standing, name="standing"),
    path("call/<uuid:call_id>/joining/", deeds.join, name="join"),
    path("call/<uuid:call_id>/leaving/", deeds.leave, name="leave"),
    path("call/<uuid:call_id>/messages/", deeds.say, name="say"),
    path("call/<uuid:call_id>/media/", media.share, name="share"),
    path("call/<uuid:call_id>/media/<uuid:media_id>/", media.fetch, name="media"),
    path("call/<uuid:call_id>/recordings/", media.record, name="record"),
    path("call/<uuid:call_id>/recordings/<uuid:recording_id>/consent/", media.consent, name="consent"),
    path("call/<uuid:call_id>/recordings/<uuid:recording_id>/end/", media.stop, name="stop"),
    path("call/<uuid:call_id>/recordings/<uuid:recording_id>/pieces/", media.piece, name="piece"),
    path("call/<uuid:call_id>/end/", deeds.end, name="end"),
    path("call/<uuid:call_id>/admissions/<uuid:participant_id>/", deeds.admit, name="admit"),
    path("call/<uuid:call_id>/removals/<uuid:participant_id>/", deeds.remove, name="remove"),
]
