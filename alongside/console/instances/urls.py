"""What is under way: finding processes, looking at one, and what is done to it, each deed a noun."""

from django.urls import path

from alongside.console.instances import deeds, views

urlpatterns = [
    path("", views.instances, name="instances"),
    path("search/", views.search, name="instances_search"),
    path("<uuid:instance_id>/", views.instance, name="instance"),
    path("<uuid:instance_id>/tasks/<uuid:task_id>/assignment/", deeds.assign, name="task_assignment"),
    *(
        path(f"<uuid:instance_id>/{one.noun}/", deeds.view_of(one), name=f"instance_{one.noun}")
        for one in deeds.DEEDS
    ),
]
