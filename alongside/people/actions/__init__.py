"""Every write about people: `from alongside.people import actions as people`."""

from alongside.people.actions.decoys import plant_decoys, see_decoys, touched
from alongside.people.actions.exports import export_people
from alongside.people.actions.groups import add_to_group, create_group
from alongside.people.actions.imports import add_fields as add_import_fields
from alongside.people.actions.imports import begin as begin_import
from alongside.people.actions.imports import check as check_import
from alongside.people.actions.imports import discard as discard_import
from alongside.people.actions.imports import identifying_field, read_wrong_rows
from alongside.people.actions.imports import receive as receive_import
from alongside.people.actions.looking import ReasonWanted, Why, demand_room, give_reason
from alongside.people.actions.overseeing import explain, lift, oversee, set_limits
from alongside.people.actions.persons import (
    correct,
    correction_verdict,
    demand_fit,
    edit_profile,
    give_password,
    register,
    register_many,
)
from alongside.people.actions.profile_fields import define_field, set_searchable
from alongside.people.actions.reindexing import reindex
from alongside.people.actions.roles import create_role, give_role, reset_roles
from alongside.people.actions.searches import look_for_same, search_people, view_details
from alongside.people.actions.tenants import create_segment, create_tenant, join_segment, system
from alongside.people.checking import Misfit

__all__ = [
    "Misfit",
    "ReasonWanted",
    "Why",
    "add_import_fields",
    "add_to_group",
    "begin_import",
    "check_import",
    "correct",
    "correction_verdict",
    "create_group",
    "create_role",
    "create_segment",
    "create_tenant",
    "define_field",
    "demand_fit",
    "demand_room",
    "discard_import",
    "edit_profile",
    "explain",
    "export_people",
    "give_password",
    "give_reason",
    "give_role",
    "identifying_field",
    "join_segment",
    "lift",
    "look_for_same",
    "oversee",
    "plant_decoys",
    "read_wrong_rows",
    "receive_import",
    "register",
    "register_many",
    "reindex",
    "reset_roles",
    "search_people",
    "see_decoys",
    "set_limits",
    "set_searchable",
    "system",
    "touched",
    "view_details",
]
