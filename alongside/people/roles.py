"""The roles every tenant starts with, as data: what each kind of work needs (spec I11, 2.2).

Rights are names of STAFF powers. `tests/test_standard_roles.py` holds them against the powers there
are; `alongside people roles` brings a tenant up to this release.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

# Whoever works in the console: find people, look at them, help them, and account for the time.
AGENT = (
    "console.enter",
    "assisting.assist",
    "people.search",
    "people.view_details",
    "people.register",
    "people.correct",
    "people.merge",
    "people.approve_merge",  # what a colleague proposed, never one's own
    "forms.handle",  # of forms whose staff groups they are in
    "interactions.record",
    "cases.search",
    "cases.enquire",  # the pages of cases; which of them open is for each case to say
)
# Whoever answers questions gets the next one and may be given one; whether their answers go straight to the
# customer is what their role adds.
ANSWERING = (*AGENT, "desk.view", "desk.work")
# Calls, by the codes under which other systems know them (`calls.permissions`, spec 2.1).
CALLS = (
    "home_dashboard_access",
    "xa_xassist",
    "xa_ocall_outside-the-call",
    "xa_ocall_xassist-dashboard",
    "xa_ocall_create_conference",
    "xa_ocall_contact_list_contact-list",
    "xa_ocall_contact_list_invite-guestusers",
    "xa_ocall_calllog_call-logs",
    "xa_ocall_calllog_see-own-call-logs",
    "xa_ocall_calllog_download-media",
    "xa_ocall_reports_service-reports",
    "xa_ocall_create-service-report",
    "xa_ocall_read-service-reports",
    "xa_ocall_edit-service-reports",
)
LEADING_CALLS = (
    *CALLS,
    "xa_ocall_calllog_see-all-call-logs",
    "xa_ocall_calllog_delete-media",
    "xa_ocall_calllog_export-call-log",
    "xa_ocall_delete-service-reports",
    "xa_ocall_phonebook-editor",
)
# Whoever leads a team: also appoints agents of a rank below their own.
LEADING = (
    *ANSWERING,
    "desk.send",
    "desk.pick",
    "desk.reassign",
    "desk.full_access",  # of their segments, in whosever hands a question is
    "desk.give_skill",
    "interactions.report",
    "people.oversee",
    "people.give_role",
    "people.join_group",
    "people.join_segment",
    "people.propose_erasure",
)
# Whoever runs the tenant. An administrator makes no other administrator: that takes `people.appoint`.
ADMINISTERING = (
    *LEADING,
    *LEADING_CALLS,
    "assisting.grant",
    "cases.set_up",
    "desk.arrange",
    "forms.design",
    "forms.export_submissions",
    "forms.publish",
    "history.audit",
    "interactions.close_old",
    "knowledge.publish",
    "mailings.arrange",
    "mailings.send",
    "workflow.deploy",
    "workflow.oversee",
    "people.create_group",
    "people.make_token",
    "interactions.make_call_key",
    "people.create_role",
    "people.rename_segment",
    "people.define_field",
    "people.estimate_weights",
    "people.find_duplicates",
    "people.match_file",
    "people.tell_apart",
    "people.set_searchable",
    "people.reindex",
    "people.import_people",
    "interactions.take_over",
    "people.see_decoys",
    "people.set_looking_limits",
    "people.set_options",
    "people.set_retention",
    "people.set_searched_groups",
    "people.export_people",
    "people.archive",
    "people.erase",
    "people.hold",
)
APPROVING = ("desk.see_proposed", "desk.approve", "desk.reassign_proposed")
EVERYTHING = (
    *ADMINISTERING,
    *APPROVING,
    "desk.propose",
    "desk.all_segments",
    "desk.carry_mail",
    "history.change_keys",
    "mailings.heed",
    "cases.keep_targets",
    "cases.raise_for",
    "cases.reword",
    "cases.run_routines",
    "cases.write_letters",
    "workflow.run",
    "workflow.tell_of_task",
    "people.appoint",
    "people.create_segment",
    "people.create_system",
    "people.create_tenant",
    "people.find_due",
    "people.give_password",
    "people.plant_decoys",
    "people.reset_roles",
    "people.watch_looking",
    "people.tidy_archives",
    "people.tidy_imports",
    "people.tidy_jobs",
    "forms.ask_links",
    "forms.follow_up",
    "forms.send_link",
    "forms.tidy_drafts",
    "interactions.send_reports",
    "interactions.announce_call",
)

SYSTEM = "System"

STANDARD: dict[str, tuple[str, ...]] = {
    SYSTEM: EVERYTHING,  # held by the house's own signatures; nobody can sign in as one
    "Agent": AGENT,
    "Assist": ("console.enter", *CALLS),
    "Auditor": ("console.enter", "history.audit"),
    "CSR": (*ANSWERING, "desk.send"),
    "QA CSR": (*ANSWERING, "desk.propose"),
    "QA Manager": (*LEADING, *APPROVING),
    "CSR Manager": LEADING,
    "Administrator": ADMINISTERING,
    "Superuser": EVERYTHING,
}


# What may be given by whoever holds a right, without holding it: those who answer let others propose, and
# those who arrange a desk appoint those who approve (spec 2.2: administrators create agents up to managers,
# and see no proposed answers themselves).
ENTRUSTED: dict[str, tuple[str, ...]] = {
    "desk.send": ("desk.propose",),
    "desk.arrange": ("desk.propose", *APPROVING),
}


def entrusted_to(rights: Collection[str]) -> frozenset[str]:
    """The rights that whoever holds these may give to others beside their own."""
    return frozenset(given for right in rights for given in ENTRUSTED.get(right, ()))


def behind(present: Mapping[str, Collection[str]]) -> list[str]:
    """Which of the standard roles lack a right of this release, or are missing: `present` are a tenant's."""
    return [name for name, rights in STANDARD.items() if not set(rights) <= set(present.get(name, ()))]
