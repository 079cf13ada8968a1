from django.urls import path

from alongside.console.case_types import letters, routines, views

urlpatterns = [
    path("", views.types, name="case_types"),
    path("new/", views.new, name="case_type_new"),
    path("<slug:slug>/", views.change, name="case_type"),
    path("<slug:slug>/letters/", letters.letters, name="case_type_letters"),
    path("<slug:slug>/letters/<slug:occasion>/", letters.letter, name="case_type_letter"),
    path("<slug:slug>/routines/", routines.routines, name="case_type_routines"),
    path("<slug:slug>/routines/new/", routines.new, name="case_type_routine_new"),
    path("<slug:slug>/routines/<int:number>/", routines.change, name="case_type_routine"),
    path("<slug:slug>/routines/<int:number>/removal/", routines.remove, name="case_type_routine_removal"),
    path("<slug:slug>/retirement/", views.retire, name="case_type_retirement"),
]
