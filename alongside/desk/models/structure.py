"""How a desk is arranged: topics, skills, departments, service levels (spec I18–I29)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from alongside.lib import tenancy
from alongside.people.models import Segment, Tenant, TenantRow


class Skill(TenantRow):
    """Something an agent can, and a topic asks for."""

    name = models.CharField(max_length=100)

    objects = tenancy.TenantManager["Skill"]()
    everywhere = models.Manager["Skill"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", Lower("name"), name="skill_names_are_unique")]

    def __str__(self) -> str:
        return self.name


class Topic(TenantRow):
    """What a question is about. Topics form a tree in each segment; one that is deleted stays with the
    questions that have it (spec I22). A topic asks for its own skills, all of them (spec I23)."""

    # Contacts have topics of another kind, which a tenant would be asked for by the same name.
    tenant = models.ForeignKey(
        Tenant, models.PROTECT, default=tenancy.of_new_rows, db_index=False, related_name="+"
    )
    segment = models.ForeignKey(Segment, models.PROTECT, related_name="topics")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=100)
    public = models.BooleanField(default=True)  # people choose it themselves
    skills = models.ManyToManyField(Skill, through="TopicSkill", related_name="topics")
    deleted_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["Topic"]()
    everywhere = models.Manager["Topic"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "segment",
                "parent",
                Lower("name"),
                name="topics_side_by_side_are_called_differently",
                condition=Q(deleted_at__isnull=True),
            ),
            models.UniqueConstraint(
                "segment",
                Lower("name"),
                name="topics_on_top_are_called_differently",
                condition=Q(deleted_at__isnull=True, parent__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TopicSkill(TenantRow):
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="asks")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+")

    objects = tenancy.TenantManager["TopicSkill"]()
    everywhere = models.Manager["TopicSkill"]()

    class Meta:
        constraints = [models.UniqueConstraint("topic", "skill", name="a_topic_asks_for_a_skill_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} asks for {self.skill_id}"


class AgentSkill(TenantRow):
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="skills_held")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+")

    objects = tenancy.TenantManager["AgentSkill"]()
    everywhere = models.Manager["AgentSkill"]()

    class Meta:
        constraints = [models.UniqueConstraint("agent", "skill", name="an_agent_has_a_skill_once")]

    def __str__(self) -> str:
        return f"{self.agent_id} has {self.skill_id}"


class ServiceLevel(TenantRow):
    """Within how long a question should be answered; None is about every segment, every topic."""

    segment = models.ForeignKey(Segment, models.PROTECT, null=True, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+")
    minutes = models.PositiveIntegerField()
    in_hours = models.BooleanField(default=True)  # counted while the desk is open

    objects = tenancy.TenantManager["ServiceLevel"]()
    everywhere = models.Manager["ServiceLevel"]()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_service_level_takes_time", condition=Q(minutes__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} minutes"


class StockAnswer(TenantRow):
    """What is said again and again in a segment; `placeholders` says what stands in braces."""

    segment = models.ForeignKey(Segment, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=100)
    text = models.TextField()

    objects = tenancy.TenantManager["StockAnswer"]()
    everywhere = models.Manager["StockAnswer"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("segment", Lower("name"), name="stock_answers_are_called_differently"),
        ]

    def __str__(self) -> str:
        return self.name
