"""Arranging a desk: topics, skills, service levels."""

from __future__ import annotations

from collections.abc import Collection

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.desk.models import ALL_SEGMENTS, AgentSkill, ServiceLevel, Skill, Topic, TopicSkill
from alongside.history.events import Event
from alongside.people.checking import Misfit
from alongside.people.models import Person, Segment

ARRANGE = Power("desk.arrange", Kind.STAFF)
GIVE_SKILL = Power("desk.give_skill", Kind.STAFF)


class TopicArranged(
    Event,
    kind="desk.topic_arranged",
    title="Topic Arranged",
    sentence="{actor} arranged the topic {topic}",
    private=True,
):
    """`skills` are the numbers of those it asks for."""

    topic: str
    public: bool
    skills: tuple[int, ...]


class TopicDeleted(
    Event,
    kind="desk.topic_deleted",
    title="Topic Deleted",
    sentence="{actor} deleted the topic {topic}",
    private=True,
):
    topic: str


class SkillCreated(
    Event,
    kind="desk.skill_created",
    title="Skill Created",
    sentence="{actor} made the skill {skill}",
    private=True,
):
    skill: str


class SkillGiven(
    Event,
    kind="desk.skill_given",
    title="Skill Given",
    sentence="{actor} gave {person} the skill {skill}",
    private=True,
):
    skill: str


class SkillTaken(
    Event,
    kind="desk.skill_taken",
    title="Skill Taken Away",
    sentence="{actor} took the skill {skill} from {person}",
    private=True,
):
    skill: str


class LevelSet(
    Event,
    kind="desk.level_set",
    title="Service Level Set",
    sentence="{actor} set a service level of {minutes} minutes",
    private=True,
):
    minutes: int
    segment: int | None
    topic: int | None


class LevelTaken(
    Event,
    kind="desk.level_taken",
    title="Service Level Taken Away",
    sentence="{actor} took a service level of {minutes} minutes away",
    private=True,
):
    minutes: int


def arrange_topic(
    acting: Acting,
    segment: Segment,
    name: str,
    *,
    topic: Topic | None = None,
    parent: Topic | None = None,
    public: bool = True,
    skills: Collection[Skill] = (),
) -> Topic:
    """Make a topic of a segment, or change one. Raises `Misfit`: by name, or for a parent that stands in
    another segment or below the topic itself."""
    name = " ".join(name.split())
    if not name or len(name) > 100:
        raise Misfit({"name": "Give the topic a name of at most 100 characters."})
    with acting.doing(ARRANGE) as deed:
        demand_own(acting, segment)
        beside = Topic.objects.filter(segment=segment, parent=parent, deleted_at=None, name__iexact=name)
        if any(one != topic for one in beside):
            raise Misfit({"name": "There is a topic of this name beside it."})
        if parent is not None and (parent.segment_id != segment.pk or _is_below(parent, topic)):
            raise Misfit({"parent": "Choose another topic of the same segment, not one below it."})
        row = topic or Topic(segment=segment)
        row.name, row.parent, row.public = name, parent, public
        row.save()
        TopicSkill.objects.filter(topic=row).delete()
        TopicSkill.objects.bulk_create(TopicSkill(topic=row, skill=skill) for skill in set(skills))
        asked = tuple(sorted(skill.pk for skill in set(skills)))
        deed.record(TopicArranged(topic=name, public=public, skills=asked), about=row)
        return row


def delete_topic(acting: Acting, topic: Topic) -> None:
    """Offer a topic, and everything below it, no more; its questions keep it."""
    with acting.doing(ARRANGE) as deed:
        demand_own(acting, topic.segment)
        level = [topic.pk]
        while level:
            Topic.objects.filter(pk__in=level, deleted_at=None).update(deleted_at=deed.at)
            level = list(Topic.objects.filter(parent__in=level, deleted_at=None).values_list("pk", flat=True))
        deed.record(TopicDeleted(topic=topic.name), about=topic)


def create_skill(acting: Acting, name: str) -> Skill:
    """Name something that topics ask for; raises `Misfit`."""
    name = " ".join(name.split())
    if not name or len(name) > 100 or Skill.objects.filter(name__iexact=name).exists():
        raise Misfit({"name": "Give the skill a name of its own, of at most 100 characters."})
    with acting.doing(ARRANGE) as deed:
        skill: Skill = Skill.objects.create(name=name)
        deed.record(SkillCreated(skill=name), about=skill)
        return skill


def give_skill(acting: Acting, agent: Person, skill: Skill) -> None:
    with acting.doing(GIVE_SKILL, whose=agent) as deed:
        AgentSkill.objects.get_or_create(agent=agent, skill=skill)
        deed.record(SkillGiven(skill=skill.name), about=skill)


def take_skill(acting: Acting, agent: Person, skill: Skill) -> None:
    with acting.doing(GIVE_SKILL, whose=agent) as deed:
        AgentSkill.objects.filter(agent=agent, skill=skill).delete()
        deed.record(SkillTaken(skill=skill.name), about=skill)


def set_level(
    acting: Acting,
    minutes: int,
    *,
    segment: Segment | None = None,
    topic: Topic | None = None,
    in_hours: bool = True,
) -> ServiceLevel:
    """Say within how long questions are to be answered from now on; raises `Misfit`."""
    if not 1 <= minutes <= 525_600:
        raise Misfit({"minutes": "Enter a time from one minute to one year."})
    with acting.doing(ARRANGE) as deed:
        if segment is not None:
            demand_own(acting, segment)
        level: ServiceLevel = ServiceLevel.objects.create(
            minutes=minutes, segment=segment, topic=topic, in_hours=in_hours
        )
        deed.record(LevelSet(minutes=minutes, segment=level.segment_id, topic=level.topic_id), about=level)
        return level


def take_level(acting: Acting, level: ServiceLevel) -> None:
    with acting.doing(ARRANGE) as deed:
        ServiceLevel.objects.filter(pk=level.pk).delete()
        deed.record(LevelTaken(minutes=level.minutes), about=level)


def demand_own(acting: Acting, segment: Segment) -> None:
    """Administrators arrange their own segments, the Superuser all (spec 2.2)."""
    standing = acting.actor.standing
    if segment.pk not in standing.segments and ALL_SEGMENTS not in standing.rights:
        raise Misfit({"segment": "Choose one of your segments."})


def _is_below(one: Topic, topic: Topic | None) -> bool:
    above: Topic | None = one
    while above is not None and topic is not None:
        if above.pk == topic.pk:
            return True
        above = above.parent
    return False
