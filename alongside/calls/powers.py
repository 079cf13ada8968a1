"""Powers over calls that only look: pages ask for them."""

from __future__ import annotations

from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.calls.permissions import rights_of

_ENTER, _ENTER_NEEDS = rights_of(3)
_DASHBOARD, _DASHBOARD_NEEDS = rights_of(4)
OUTSIDE = Power("calls.outside", Kind.STAFF, right=_ENTER, needs=_ENTER_NEEDS)
SEE_DASHBOARD = Power("calls.see_dashboard", Kind.STAFF, right=_DASHBOARD, needs=_DASHBOARD_NEEDS)
_OWN, _OWN_NEEDS = rights_of(9)
_ALL, _ALL_NEEDS = rights_of(10)
SEE_OWN_LOG = Power("calls.see_own_log", Kind.STAFF, right=_OWN, needs=_OWN_NEEDS)
SEE_WHOLE_LOG = Power("calls.see_whole_log", Kind.STAFF, right=_ALL, needs=_ALL_NEEDS)
