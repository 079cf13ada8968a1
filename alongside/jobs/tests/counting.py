"""A kind of long work for tests: it counts, registering somebody with each number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alongside.assisting.acting import Acting
from alongside.jobs import works
from alongside.jobs.models import Job
from alongside.jobs.works import Failed, Step, work
from alongside.people import actions as people
from alongside.people.actions.persons import REGISTER
from alongside.people.models import Person

COUNTING = "tests.counting"


@contextmanager
def counting(*, trip_at: int | None = None, error: Exception | None = None) -> Iterator[None]:
    """Declare the work for the body; the step `trip_at` raises the error after it wrote."""

    @work(COUNTING, title="Count", power=REGISTER, told=lambda job: f"Counted to {job.result['last']}.")
    def count(acting: Acting, job: Job) -> Step:
        number = job.cursor.get("number", 0) + 1
        people.register(acting, given_name="Number", family_name=f"N{number}")
        if number == trip_at:
            raise error or Failed("Nobody counts further than this.")
        last = job.payload["to"]
        return Step(
            {"number": number}, done=number, total=last, finished=number == last, result={"last": last}
        )

    try:
        yield
    finally:
        works._all.pop(COUNTING)


def counted() -> list[str]:
    """Whom the steps registered, in order."""
    return sorted(Person.objects.filter(given_name="Number").values_list("family_name", flat=True))
