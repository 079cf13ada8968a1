from django.urls import path

from alongside.portal.forms import preview, views

DRAFT = "forms/<slug:slug>/drafts/<uuid:draft_id>/"

urlpatterns = [
    path("previews/<slug:slug>/<int:number>/", preview.preview, name="preview"),
    path("forms/", views.index, name="forms"),
    path("forms/<slug:slug>/", views.form, name="form"),
    path(f"{DRAFT}pages/<int:number>/", views.page, name="draft"),
    path(f"{DRAFT}pages/summary/", views.summary, name="summary"),
    path(f"{DRAFT}files/<uuid:number>/", views.file, name="file"),
    path(f"{DRAFT}version/", views.version, name="draft_version"),
    path(f"{DRAFT}removal/", views.removal, name="removal"),
]
