from django.urls import path

from alongside.portal.questions import expert, outside, views

urlpatterns = [
    path("", views.questions, name="questions"),
    path("ask/", outside.ask, name="ask"),
    path("experts/<str:token>/", expert.expert, name="expert"),
    path("experts/<str:token>/files/<uuid:number>/", expert.expert_file, name="expert_file"),
    path("new/", views.new, name="question_new"),
    path("<uuid:conversation_id>/", views.conversation, name="conversation"),
    path("<uuid:conversation_id>/messages/", views.message, name="conversation_messages"),
    path("<uuid:conversation_id>/files/<uuid:number>/", views.file, name="conversation_file"),
]
