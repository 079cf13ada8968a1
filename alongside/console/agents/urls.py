"""Agents, roles, groups and segments."""

from django.urls import path

from alongside.console.agents import accounts, groups, roles, segments, views

urlpatterns = [
    path("agents/", views.agents, name="agents"),
    path("agents/new/", views.new, name="agent_new"),
    path("agents/<int:person_id>/", views.agent, name="agent"),
    path("agents/<int:person_id>/sign-ins/", accounts.sign_out, name="agent_sign_out"),
    path("agents/<int:person_id>/closing/", accounts.close, name="agent_closing"),
    path("agents/<int:person_id>/opening/", accounts.open_again, name="agent_opening"),
    path("agents/<int:person_id>/grants/", accounts.grant, name="agent_grants"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", roles.new, name="role_new"),
    path("roles/<int:role_id>/", roles.role, name="role"),
    path("roles/<int:role_id>/removal/", roles.remove, name="role_removal"),
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.new, name="group_new"),
    path("groups/<int:group_id>/", groups.group, name="group"),
    path("groups/<int:group_id>/members/", groups.join, name="group_joining"),
    path("groups/<int:group_id>/members/<int:person_id>/removal/", groups.leave, name="group_leaving"),
    path("segments/", segments.segments, name="segments"),
    path("segments/new/", segments.new, name="segment_new"),
    path("segments/<int:segment_id>/", segments.segment, name="segment"),
]
