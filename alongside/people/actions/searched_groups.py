"""Whom searching covers: everybody, or the members of some groups (spec G14).

It is obeyed at once wherever people are found or looked at: the statement that fetches whoever was
proposed leaves the others out, and so does every look. Then everybody is re-indexed, after which no key
of the others is kept; so a question reads as few ranges as before and finds as many, and neither a count
nor a duration says that there is somebody else.
"""

from __future__ import annotations

from collections.abc import Collection

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs.models import Job
from alongside.people.actions.reindexing import reindex
from alongside.people.checking import Misfit
from alongside.people.models import Group

SET_SEARCHED = Power("people.set_searched_groups", Kind.STAFF)


class SearchedGroupsSet(
    Event,
    kind="people.searched_groups_set",
    title="Say who is found",
    sentence="{actor} said that people of these groups are found: {groups}",
    private=True,
):
    groups: str


def set_searched_groups(
    acting: Acting, groups: Collection[int], *, joined: int | None = None, here: bool = False
) -> Job:
    """Have only people of these groups found, everybody where there are none; and everybody re-indexed.

    New people join the group `joined`, which must be one of them and no staff group. Raises `Misfit`.
    """
    with acting.doing(SET_SEARCHED) as deed:
        chosen = list(Group.objects.filter(pk__in=groups).order_by("name"))
        for_new = next((one for one in chosen if one.pk == joined and not one.staff), None)
        if chosen and for_new is None:
            raise Misfit({"joined": "Choose one of the groups that are found, and no group of staff."})
        Group.objects.filter(searched=True).update(searched=False, joined=False)
        Group.objects.filter(pk__in=[one.pk for one in chosen]).update(searched=True)
        if for_new is not None:
            Group.objects.filter(pk=for_new.pk).update(joined=True)
        job = reindex(acting, here=here)
        names = ", ".join(one.name for one in chosen)
        deed.record(SearchedGroupsSet(groups=names or "everybody"))
        return job
