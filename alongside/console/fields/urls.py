"""Profile fields, as those see them who say which there are."""

from django.urls import path

from alongside.console.fields import views

urlpatterns = [
    path("", views.fields, name="fields"),
    path("new/", views.define, name="field_new"),
    path("<slug:name>/change/", views.change, name="field"),
    path("<slug:name>/place/", views.move, name="field_place"),
    path("<slug:name>/searchability/", views.searchability, name="field_searchability"),
    path("<slug:name>/retirement/", views.retire, name="field_retirement"),
    path("<slug:name>/return/", views.bring_back, name="field_return"),
]
