from django.urls import path

from alongside.console.interactions import contact, day, views

urlpatterns = [
    path("interactions/", views.interactions, name="interactions"),
    path("interactions/<uuid:interaction_id>/", contact.contact, name="contact"),
    path("interactions/<uuid:interaction_id>/pauses/", views.pause, name="interaction_pause"),
    path("interactions/<uuid:interaction_id>/resumptions/", views.resume, name="interaction_resume"),
    path("interactions/<uuid:interaction_id>/closing/", contact.close, name="interaction_close"),
    path("interactions/<uuid:interaction_id>/description/", contact.describe, name="contact_description"),
    path("interactions/<uuid:interaction_id>/hand-overs/", contact.hand_over, name="hand_overs"),
    path("interactions/<uuid:interaction_id>/acceptance/", contact.accept, name="hand_over_accept"),
    path("interactions/<uuid:interaction_id>/refusal/", contact.decline, name="hand_over_decline"),
    path("interactions/<uuid:interaction_id>/call-backs/", contact.call_back, name="call_backs"),
    path("call-backs/<uuid:call_back_id>/completion/", day.called_back, name="called_back"),
    path("day/", day.day, name="day"),
]
