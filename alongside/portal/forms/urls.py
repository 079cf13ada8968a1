from django.urls import path

from alongside.portal.forms import linking, preview, side, uploading, views

DRAFT = "forms/<slug:slug>/drafts/<uuid:draft_id>/"

urlpatterns = [
    path("previews/<slug:slug>/<int:number>/", preview.preview, name="preview"),
    path("saved-forms/", linking.links, name="links"),
    path("saved-forms/link/", linking.link, name="link"),
    path("forms/", views.index, name="forms"),
    path("forms/<slug:slug>/", views.form, name="form"),
    path(f"{DRAFT}pages/<int:number>/", views.page, name="draft"),
    path(f"{DRAFT}pages/summary/", views.summary, name="summary"),
    path(f"{DRAFT}files/<uuid:number>/", views.file, name="file"),
    path(f"{DRAFT}uploads/", uploading.uploads, name="uploads"),
    path(f"{DRAFT}uploads/<uuid:number>/", uploading.piece, name="upload"),
    path(f"{DRAFT}link/", linking.ask, name="draft_link"),
    path(f"{DRAFT}version/", views.version, name="draft_version"),
    path(f"{DRAFT}side/", side.side, name="side"),
    path(f"{DRAFT}side/now/", side.now, name="side_now"),
    path(f"{DRAFT}side/standing/", side.standing, name="side_standing"),
    path(f"{DRAFT}side/page/", side.page, name="side_page"),
    path(f"{DRAFT}side/pointing/", side.point, name="side_point"),
    path(f"{DRAFT}side/end/", side.end, name="side_end"),
    path(f"{DRAFT}removal/", views.removal, name="removal"),
]
