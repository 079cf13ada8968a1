"""Who looks at whom: the reasons agents give, and what managers make of it."""

from django.urls import path

from alongside.console.looking import asking, views

urlpatterns = [
    path("", views.looking, name="looking"),
    path("reasons/", asking.reasons, name="looking_reasons"),
    path("alerts/<uuid:alert>/", views.alert, name="looking_alert"),
    path("agents/<int:agent>/<int:year>-<int:month>-<int:day>/", views.agent_day, name="looking_day"),
    path("agents/<int:agent>/leave/", views.leave, name="looking_leave"),
    path("decoys/", views.decoys, name="looking_decoys"),
    path("limits/", views.limits, name="looking_limits"),
]
