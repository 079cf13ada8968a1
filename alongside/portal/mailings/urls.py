from django.urls import path

from alongside.portal.mailings import views

urlpatterns = [
    path("account/mailings/", views.mailings, name="mailings"),
    path("account/mailings/<int:number>/", views.subscription, name="subscription"),
]
