"""What happened in the demonstration until today: a month of contacts, forms and saved drafts.

All of it is done by the same actions as on any day, with the clock moved to when it happened, so the
history is a real one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from random import Random

from django.db import transaction
from django.utils import timezone

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.command.demo import streets
from alongside.command.demo.answering import answers
from alongside.command.demo.house import DAYS_OPEN, Everybody
from alongside.forms import actions as forms
from alongside.forms.answers import Typed
from alongside.forms.models import Form
from alongside.forms.schema import Page
from alongside.interactions import actions as interactions
from alongside.interactions.models import Channel, Interaction
from alongside.interactions.services import USUAL
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.actions.suspecting import LEAST, suspect
from alongside.people.models import Kind, Person

HANDED_IN = ("permit", "missed-bin", "council-tax-reduction")
CONTACTS_A_DAY = 3
RESIDENTS = 40  # who were helped, besides those who can sign in
AGENTS = ("bob", "grace", "cara", "mona", "rosa")


def happened() -> bool:
    return Assistance.objects.exists()


@transaction.atomic
def happen(everybody: Everybody, residents: Sequence[Person]) -> None:
    """A month of work: with residents who cannot sign in, and with those who can."""
    present = timezone.localtime(clock.now())
    story = Story(everybody, list(Form.objects.filter(slug__in=HANDED_IN).by_title()))
    agents, others = cycle(AGENTS), cycle(residents)
    days = [present.date() - timedelta(days=ago) for ago in range(DAYS_OPEN - 2, 0, -1)]
    for number, day in enumerate(day for day in days if day.weekday() < 5):
        story.on(day)
        for _ in range(CONTACTS_A_DAY):
            story.contact(next(agents), next(others))
        story.of_those_who_sign_in(number)
        streets.on(story, list(residents))
    story.registered_twice(residents[:2])
    story.earlier_today(present)


@dataclass
class Story:
    """Tells what happened, one thing after the other."""

    everybody: Everybody
    forms: list[Form]
    moment: datetime = field(init=False)
    draw: Random = field(default_factory=lambda: Random(1))

    def on(self, day: date) -> None:
        self.moment = timezone.make_aware(datetime.combine(day, time(9, 4)))

    @contextmanager
    def then(self, **later: float) -> Iterator[None]:
        """The next thing, so much later than the last one."""
        self.moment += timedelta(**later)
        with clock.moved(seconds=(self.moment - datetime.now(UTC)).total_seconds()):
            yield

    def contact(
        self,
        agent: str,
        person: Person,
        *,
        channel: Channel | None = None,
        ends: str = "",
    ) -> None:
        """An agent is rung up, finds the person, helps them and is done. `ends` says how: handed_in,
        saved, asked, or whatever happens."""
        who = self.everybody.staff[agent]
        ends = ends or self.draw.choice(("handed_in", "handed_in", "handed_in", "saved", "asked"))
        chosen = channel or self.draw.choice((Channel.PHONE, Channel.PHONE, Channel.FACE, Channel.EMAIL))
        with self.then(minutes=self.draw.randint(15, 70)):
            alone = Acting.alone(who)
            contact = interactions.begin(alone, channel=chosen, service=self.draw.choice(USUAL).value)
        acting = self.help(who, person)
        if ends != "asked":
            self.fill_in(acting, hand_in=ends == "handed_in")
        self.stop(acting)
        with self.then(seconds=50):
            interactions.close(alone, contact)

    def help(self, agent: Person, person: Person) -> Acting:
        """Find somebody, look at them and begin to help them."""
        alone = Acting.alone(agent)
        if person.kind == Kind.PERSON:
            with self.then(seconds=25):
                people.search_people(alone, f"{person.family_name} {person.value('postcode') or ''}")
            with self.then(seconds=20):
                people.view_details(alone, person)
        with self.then(seconds=15):
            return Acting(agent, person, assisting.start(alone, person))

    def stop(self, acting: Acting) -> None:
        with self.then(minutes=2):
            if acting.assistance is not None:
                assisting.stop(acting, acting.assistance)

    def fill_in(self, acting: Acting, *, hand_in: bool) -> None:
        """Fill in a form, page by page; hand it in, or leave it after the first."""
        version = forms.open_form(acting, self.draw.choice(self.forms).slug)
        first, *others = version.schema.pages
        person = Person.objects.get(pk=acting.person_id)
        with self.then(seconds=70):
            draft = forms.begin(acting, version, self.typed(first, person), unfinished=not hand_in)
        if not hand_in:
            return
        for number, page in enumerate(others, start=2):
            with self.then(seconds=45):
                draft = forms.save(acting, draft, number, self.typed(page, person))
        with self.then(seconds=20):
            forms.submit(acting, draft)

    def typed(self, page: Page, person: Person) -> dict[str, Typed]:
        return answers(page, person, self.draw, timezone.localdate(clock.now()))

    def of_those_who_sign_in(self, day: int) -> None:
        """What the residents of the cast did, on which working day."""
        ann, ben, cleo = (self.everybody.residents[name] for name in ("ann", "ben", "cleo"))
        anybody = Person.objects.get(kind=Kind.ANONYMOUS)
        match day:
            case 3:
                self.contact("bob", ann, channel=Channel.PHONE, ends="handed_in")
            case 5:
                self.by_themselves(ben, hand_in=True)
            case 7:
                self.contact("grace", cleo, channel=Channel.FACE, ends="handed_in")
            case 9:
                self.by_themselves(ann, hand_in=False)
            case 11:
                self.contact("bob", anybody, channel=Channel.PHONE, ends="handed_in")
            case 13:
                self.by_themselves(ben, hand_in=True)
            case 15:
                self.contact("bob", ann, channel=Channel.PHONE, ends="saved")

    def by_themselves(self, person: Person, *, hand_in: bool) -> None:
        with self.then(hours=1):
            acting = Acting.alone(person)
        self.fill_in(acting, hand_in=hand_in)

    def registered_twice(self, residents: Sequence[Person]) -> None:
        """People whom a colleague did not find and registered once more, with what they heard; as the walk
        for duplicates finds them."""
        cleo = self.everybody.residents["cleo"]
        grace = Acting.alone(self.everybody.staff["grace"])
        again: list[Person] = []
        for person in (cleo, *residents):
            known = {
                name: person.value(name) or "" for name in ("telephone", "mobile", "address", "postcode")
            }
            with self.then(minutes=40):
                again.append(
                    people.register(
                        grace,
                        given_name=person.given_name,
                        family_name=misheard(person.family_name),
                        date_of_birth=person.date_of_birth,
                        profile=known,
                    )
                )
        with self.then(minutes=5):
            suspect(Acting.alone(self.everybody.setup), again, least=LEAST)

    def earlier_today(self, present: datetime) -> None:
        """Contacts that are still open: paused ones of Bob and Grace, and one that Cara is recording."""
        ann, ben = (self.everybody.residents[name] for name in ("ann", "ben"))
        self.moment = present - timedelta(minutes=55)
        for agent, person, service in (("grace", ben, "council-tax"), ("bob", ann, "benefits")):
            contact = self.begin(agent, Channel.PHONE, service)
            acting = self.help(self.everybody.staff[agent], person)
            with self.then(minutes=4):
                interactions.pause(Acting.alone(acting.actor), contact)
            self.stop(acting)
        self.moment = present - timedelta(minutes=6)
        self.begin("cara", Channel.EMAIL, "waste")

    def begin(self, agent: str, channel: Channel, service: str) -> Interaction:
        with self.then(minutes=1):
            alone = Acting.alone(self.everybody.staff[agent])
            return interactions.begin(alone, channel=channel, service=service)


def misheard(name: str) -> str:
    """A name as somebody may write it down who has only heard it: with a letter twice, or once."""
    for letter in "lsnrtmpe":
        if letter * 2 in name:
            return name.replace(letter * 2, letter, 1)
        if letter in name[1:]:
            return name[0] + name[1:].replace(letter, letter * 2, 1)
    return f"{name}e"
