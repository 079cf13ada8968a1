"""Articles, as those see them who write them."""

from django.urls import path

from alongside.console.articles import branches, views, writing

urlpatterns = [
    path("", views.articles, name="articles"),
    path("new/", writing.new, name="article_new"),
    path("branches/", branches.branches, name="article_branches"),
    path("branches/<int:number>/", branches.branch, name="article_branch"),
    path("branches/<int:number>/removal/", branches.remove, name="article_branch_removal"),
    path("<slug:slug>/", writing.write, name="article"),
    path("<slug:slug>/versions/", views.versions, name="article_versions"),
    path("<slug:slug>/versions/<int:number>/", views.restore, name="article_restoration"),
    path("<slug:slug>/review/", views.review, name="article_review"),
    path("<slug:slug>/retirement/", views.retire, name="article_retirement"),
    path("<slug:slug>/return/", views.bring_back, name="article_return"),
]
