"""How much agreements say among a tenant's own people."""

from __future__ import annotations

from django.db import models

from alongside.lib import tenancy
from alongside.people.models.tenants import TenantRow


class MatchWeights(TenantRow):
    """The weights a tenant learnt last; without a row the usual ones count."""

    weights = models.JSONField()  # bits by aspect and level
    pairs = models.PositiveIntegerField()
    same = models.PositiveIntegerField()  # of these, probably one person each
    estimated_at = models.DateTimeField()

    objects = tenancy.TenantManager["MatchWeights"]()
    everywhere = models.Manager["MatchWeights"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", name="a_tenant_has_its_weights_once")]

    def __str__(self) -> str:
        return f"weights from {self.pairs} pairs"
