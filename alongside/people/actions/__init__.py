"""Every write about people: `from alongside.people import actions as people`."""

from alongside.people.actions.accounts import close_account, end_sign_ins, open_account
from alongside.people.actions.archives import archives_of, ask_archive, take_archive
from alongside.people.actions.choosing import choose_same
from alongside.people.actions.decoys import plant_decoys, see_decoys, touched
from alongside.people.actions.erasing import NotErasable, erase, hold, lift_hold
from alongside.people.actions.erasing import propose as propose_erasure
from alongside.people.actions.erasing import withdraw as withdraw_erasure
from alongside.people.actions.erasures import erasures_seen_by, see_due, see_erasures
from alongside.people.actions.estimating import estimate_weights
from alongside.people.actions.exports import export_people
from alongside.people.actions.field_places import bring_back_field, move_field, retire_field
from alongside.people.actions.groups import add_to_group, change_group, create_group, remove_from_group
from alongside.people.actions.imports import add_fields as add_import_fields
from alongside.people.actions.imports import begin as begin_import
from alongside.people.actions.imports import check as check_import
from alongside.people.actions.imports import discard as discard_import
from alongside.people.actions.imports import make_needed as make_import_fields
from alongside.people.actions.imports import read_rows as read_import_rows
from alongside.people.actions.imports import receive as receive_import
from alongside.people.actions.looking import ReasonWanted, Why, demand_room, give_reason
from alongside.people.actions.merges import (
    approve_merge,
    decline_merge,
    merge,
    merge_verdict,
    merges_seen_by,
    see_merges,
    undo_merge,
    undoing_verdict,
)
from alongside.people.actions.overseeing import explain, lift, oversee, set_limits
from alongside.people.actions.own_archives import ask_own_archive, own_archive, take_own_archive
from alongside.people.actions.persons import (
    correct,
    correction_verdict,
    demand_fit,
    edit_profile,
    give_password,
    register,
    register_many,
)
from alongside.people.actions.profile_fields import change_field, define_field, set_searchable
from alongside.people.actions.recognising import look_for_same, match_file
from alongside.people.actions.reindexing import reindex
from alongside.people.actions.retaining import propose_due, retention, set_retention
from alongside.people.actions.roles import (
    change_role,
    create_role,
    drop_role,
    give_role,
    reset_roles,
    take_role,
)
from alongside.people.actions.searched_groups import set_searched_groups
from alongside.people.actions.searches import search_people, view_details
from alongside.people.actions.suspecting import find_duplicates, see_duplicates, tell_apart
from alongside.people.actions.tenants import (
    create_segment,
    create_tenant,
    join_segment,
    leave_segment,
    rename_segment,
    set_options,
    system,
)
from alongside.people.checking import Misfit
from alongside.people.describing import Description

__all__ = [
    "Description",
    "Misfit",
    "NotErasable",
    "ReasonWanted",
    "Why",
    "add_import_fields",
    "add_to_group",
    "approve_merge",
    "archives_of",
    "ask_archive",
    "ask_own_archive",
    "begin_import",
    "bring_back_field",
    "change_field",
    "change_group",
    "change_role",
    "check_import",
    "choose_same",
    "close_account",
    "correct",
    "correction_verdict",
    "create_group",
    "create_role",
    "create_segment",
    "create_tenant",
    "decline_merge",
    "define_field",
    "demand_fit",
    "demand_room",
    "discard_import",
    "drop_role",
    "edit_profile",
    "end_sign_ins",
    "erase",
    "erasures_seen_by",
    "estimate_weights",
    "explain",
    "export_people",
    "find_duplicates",
    "give_password",
    "give_reason",
    "give_role",
    "hold",
    "join_segment",
    "leave_segment",
    "lift",
    "lift_hold",
    "look_for_same",
    "make_import_fields",
    "match_file",
    "merge",
    "merge_verdict",
    "merges_seen_by",
    "move_field",
    "open_account",
    "oversee",
    "own_archive",
    "plant_decoys",
    "propose_due",
    "propose_erasure",
    "read_import_rows",
    "receive_import",
    "register",
    "register_many",
    "reindex",
    "remove_from_group",
    "rename_segment",
    "reset_roles",
    "retention",
    "retire_field",
    "search_people",
    "see_decoys",
    "see_due",
    "see_duplicates",
    "see_erasures",
    "see_merges",
    "set_limits",
    "set_options",
    "set_retention",
    "set_searchable",
    "set_searched_groups",
    "system",
    "take_archive",
    "take_own_archive",
    "take_role",
    "tell_apart",
    "touched",
    "undo_merge",
    "undoing_verdict",
    "view_details",
    "withdraw_erasure",
]
