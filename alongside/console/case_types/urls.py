from django.urls import path

from alongside.console.case_types import letters, views

urlpatterns = [
    path("", views.types, name="case_types"),
    path("new/", views.new, name="case_type_new"),
    path("<slug:slug>/", views.change, name="case_type"),
    path("<slug:slug>/letters/", letters.letters, name="case_type_letters"),
    path("<slug:slug>/letters/<slug:occasion>/", letters.letter, name="case_type_letter"),
    path("<slug:slug>/retirement/", views.retire, name="case_type_retirement"),
]
