"""What can be managed in the console: a card for each place, shown to those who hold its right."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """A place to go to: `name` of its address, the `right` that opens it, and what one does there."""

    title: str
    name: str
    right: str
    text: str


@dataclass(frozen=True)
class Shelf:
    """Cards that belong together."""

    title: str
    cards: tuple[Card, ...]


SHELVES = (
    Shelf(
        "People",
        (
            Card(
                "Profile fields",
                "console:fields",
                "people.define_field",
                "What is asked about people: which fields there are, and by which people are found.",
            ),
            Card(
                "Who is found",
                "console:found",
                "people.set_searched_groups",
                "Whom searching covers: everybody, or the people of some groups.",
            ),
            Card(
                "Possible duplicates",
                "console:duplicates",
                "people.find_duplicates",
                "People who may be registered twice, with the reasons: merge them, or say how they differ.",
            ),
            Card(
                "Merges",
                "console:merges",
                "people.merge",
                "Two records that became one: what awaits approval, and what can be undone.",
            ),
            Card(
                "Erasures",
                "console:erasures",
                "people.propose_erasure",
                "People who are to be forgotten, who must not be, and who were.",
            ),
            Card(
                "How long things are kept",
                "console:retention",
                "people.set_retention",
                "When people without a sign of life are due for erasure, and what goes by itself.",
            ),
            Card(
                "Import people",
                "console:imports",
                "people.import_people",
                "Register everybody in a list: CSV or JSON Lines, a dozen people or a million.",
            ),
            Card(
                "Take over contacts",
                "console:contact_files",
                "interactions.take_over",
                "Bring along the contacts that another system recorded, as GOSS gives its history out.",
            ),
            Card(
                "Export people",
                "console:export",
                "people.export_people",
                "Take the people of your segments out into a file.",
            ),
        ),
    ),
    Shelf(
        "Agents",
        (
            Card(
                "Agents",
                "console:agents",
                "people.give_role",
                "Who works here: what they may do, where they belong, and where they are signed in.",
            ),
            Card(
                "Roles",
                "console:roles",
                "people.create_role",
                "Sets of rights: the standard ones, and those of your own.",
            ),
            Card(
                "Groups",
                "console:groups",
                "people.create_group",
                "Teams, and people who reach something together.",
            ),
            Card(
                "Segments",
                "console:segments",
                "people.rename_segment",
                "Parts of the house with people and questions of their own.",
            ),
            Card(
                "Unusual looking",
                "console:looking",
                "people.oversee",
                "How many people each agent looked at, and what was unusual about it.",
            ),
        ),
    ),
    Shelf(
        "Questions",
        (
            Card(
                "Topics",
                "console:topics",
                "desk.arrange",
                "What questions are about: a tree in each segment, what people choose, the skills it takes.",
            ),
            Card(
                "Skills of agents",
                "console:skills",
                "desk.give_skill",
                "Who can answer what: an agent gets the questions of topics all of whose skills they have.",
            ),
            Card(
                "Service levels",
                "console:levels",
                "desk.arrange",
                "Within how long questions are to be answered, by segment and topic.",
            ),
            Card(
                "Stock answers",
                "console:stock_answers",
                "desk.arrange",
                "What is said again and again, with placeholders, for agents to put into their answers.",
            ),
            Card(
                "Opening hours",
                "console:hours",
                "desk.arrange",
                "When the desk is open, on which days it is not, and whose questions come together.",
            ),
            Card(
                "Mailboxes",
                "console:mailboxes",
                "desk.arrange",
                "Where questions come in by e-mail, and from which addresses they are answered.",
            ),
        ),
    ),
    Shelf(
        "The house",
        (
            Card(
                "Options",
                "console:options",
                "people.set_options",
                "What the house offers and asks for: services, callers, guests, and how it is called.",
            ),
            Card(
                "Telephony",
                "console:call_keys",
                "interactions.make_call_key",
                "Telephone systems that announce calls to the agents at whom they ring.",
            ),
            Card(
                "Programs",
                "console:programs",
                "people.make_token",
                "Programs that call the house: what each may do, and until when.",
            ),
            Card(
                "Types of cases",
                "console:case_types",
                "cases.set_up",
                "What cases of one kind have in common: who works on them, by when, and how far they can be.",
            ),
            Card(
                "Submissions",
                "console:submissions",
                "forms.handle",
                "What was handed in by the forms that your groups handle: find it, read it, take it out.",
            ),
            Card(
                "Forms",
                "console:forms",
                "forms.design",
                "What people can ask for and tell: make forms, change them, publish them as new versions.",
            ),
            Card(
                "Processes",
                "console:processes",
                "workflow.deploy",
                "What happens after something was asked for: put diagrams into use, version by version.",
            ),
            Card(
                "What is under way",
                "console:instances",
                "workflow.oversee",
                "Every process that was started: where it is, what failed, who is needed.",
            ),
            Card(
                "Articles",
                "console:articles",
                "knowledge.publish",
                "What people and agents read up: write it, look it through, say who reads it.",
            ),
            Card(
                "Mailings",
                "console:mailings",
                "mailings.arrange",
                "News and series by e-mail or text message: who subscribes to them, and what is sent.",
            ),
            Card(
                "Long work",
                "console:jobs",
                "console.enter",
                "What is under way by itself, how far it is, and what came of it.",
            ),
        ),
    ),
)


def shelves_for(rights: Collection[str]) -> list[Shelf]:
    """The shelves with the cards that these rights open; none that would be empty."""
    kept = [
        Shelf(shelf.title, tuple(card for card in shelf.cards if card.right in rights)) for shelf in SHELVES
    ]
    return [shelf for shelf in kept if shelf.cards]
