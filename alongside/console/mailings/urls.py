"""Lists, what is mailed to them, and what became of it."""

from django.urls import path

from alongside.console.mailings import deciding, lists, sending, views, writing

urlpatterns = [
    path("", views.mailings, name="mailings"),
    path("new/", writing.new, name="mailing_new"),
    path("lists/", lists.lists, name="mailing_lists"),
    path("lists/new/", lists.new, name="mailing_list_new"),
    path("lists/<int:number>/", lists.edit, name="mailing_list"),
    path("lists/<int:number>/closure/", lists.close, name="mailing_list_closure"),
    path("lists/<int:number>/opening/", lists.open_again, name="mailing_list_opening"),
    path("<int:number>/", views.mailing, name="mailing"),
    path("<int:number>/text/", writing.write, name="mailing_text"),
    path("<int:number>/removal/", writing.discard, name="mailing_removal"),
    path("<int:number>/trial/", sending.trial, name="mailing_trial"),
    path("<int:number>/start/", sending.start, name="mailing_start"),
    path("<int:number>/pause/", sending.pause, name="mailing_pause"),
    path("<int:number>/continuation/", sending.go_on, name="mailing_continuation"),
    path("<int:number>/cancellation/", sending.cancel, name="mailing_cancellation"),
    path("<int:number>/progress/", views.progress, name="mailing_progress"),
    path("<int:number>/recipients/", views.recipients, name="mailing_recipients"),
    path("deliveries/<int:number>/repetition/", deciding.repeat, name="delivery_repetition"),
    path("deliveries/<int:number>/settlement/", deciding.settle, name="delivery_settlement"),
]
