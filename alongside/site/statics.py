"""Static files under names that change with what is in them, also where a script of ours imports another."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage as Base


class StaticFiles(Base):  # type: ignore[misc]  # the library has no types
    # Django's own switch would also read the scripts of libraries, which name modules that they do not ship.
    patterns = (*Base.patterns, ("portal/call/*.js", Base._js_module_import_aggregation_patterns[1]))
