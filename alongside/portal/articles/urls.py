from django.urls import path

from alongside.portal.articles import reading, views

urlpatterns = [
    path("articles/", views.articles, name="articles"),
    path("articles/suggestions/", views.suggestions, name="article_suggestions"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("articles/<slug:slug>/rating/", reading.rating, name="article_rating"),
    path("articles/<slug:slug>/subscription/", reading.subscription, name="article_subscription"),
]
