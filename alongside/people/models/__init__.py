"""Who everybody is: tenants and their segments, persons, groups, roles, the keys they are found by,
and who looked at whom."""

from alongside.people.models.erasures import (
    OPEN_ERASURES,
    Archive,
    ArchiveQuerySet,
    Erasure,
    ErasureQuerySet,
    ErasureState,
    Ground,
    Hold,
)
from alongside.people.models.fields import FieldType, ProfileField, ProfileFieldQuerySet
from alongside.people.models.groups import Group, Holding, Membership, Role
from alongside.people.models.imports import AlikeRow, Duplicates, Import, ImportQuerySet, Stage, WrongRow
from alongside.people.models.keeping import Keeping, LookedThrough
from alongside.people.models.keys import SearchKey
from alongside.people.models.looks import (
    Decoy,
    Door,
    Look,
    LookingAlert,
    LookingAlertQuerySet,
    LookingDay,
    LookingDayQuerySet,
    LookingLeave,
    Reason,
)
from alongside.people.models.merges import Merge, MergeQuerySet, MergeState
from alongside.people.models.persons import (
    EMAIL_RESTS,
    PROFILE_COLUMNS,
    Kind,
    Person,
    PersonQuerySet,
    Segment,
    SegmentMember,
)
from alongside.people.models.sign_ins import SignIn
from alongside.people.models.standings import STANDINGS, standing_of
from alongside.people.models.suspected import Decision, SuspectedPair
from alongside.people.models.tenants import Tenant, TenantRow
from alongside.people.models.tokens import ProgramToken
from alongside.people.models.weights import MatchWeights
from alongside.people.models.words import WordForm

__all__ = [
    "EMAIL_RESTS",
    "OPEN_ERASURES",
    "PROFILE_COLUMNS",
    "STANDINGS",
    "AlikeRow",
    "Archive",
    "ArchiveQuerySet",
    "Decision",
    "Decoy",
    "Door",
    "Duplicates",
    "Erasure",
    "ErasureQuerySet",
    "ErasureState",
    "FieldType",
    "Ground",
    "Group",
    "Hold",
    "Holding",
    "Import",
    "ImportQuerySet",
    "Keeping",
    "Kind",
    "Look",
    "LookedThrough",
    "LookingAlert",
    "LookingAlertQuerySet",
    "LookingDay",
    "LookingDayQuerySet",
    "LookingLeave",
    "MatchWeights",
    "Membership",
    "Merge",
    "MergeQuerySet",
    "MergeState",
    "Person",
    "PersonQuerySet",
    "ProfileField",
    "ProfileFieldQuerySet",
    "ProgramToken",
    "Reason",
    "Role",
    "SearchKey",
    "Segment",
    "SegmentMember",
    "SignIn",
    "Stage",
    "SuspectedPair",
    "Tenant",
    "TenantRow",
    "WordForm",
    "WrongRow",
    "standing_of",
]
