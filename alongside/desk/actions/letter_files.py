"""Files that come with letters: looked at as forms look at theirs."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.conf import settings

from alongside.desk.mail import sealing
from alongside.desk.mail.letters import Enclosure
from alongside.forms import filetypes, pictures, scanning, vault
from alongside.forms.taking import safe_name
from alongside.lib import tenancy


@dataclass(frozen=True)
class Looked:
    """A file that may be kept, or one without content and with the reason."""

    name: str
    size: int
    type: str = ""
    content: bytes = field(default=b"", repr=False)
    problem: str = ""


def looked_at(enclosure: Enclosure) -> Looked:
    """What may be kept of it: told by its first bytes, scanned where there is a scanner, pictures drawn
    anew. What is not kept is still in the letter as it came."""
    content, size = enclosure.content, len(enclosure.content)
    type_ = filetypes.of(content[: filetypes.ENOUGH])
    if type_ is None:
        return Looked(enclosure.name[:120], size, problem="Files of this type are not shown.")
    name = safe_name(enclosure.name, type_)
    if size > filetypes.LARGEST_MEGABYTES * 2**20:
        return Looked(name, size, problem="This file is too large.")
    try:
        if settings.SCANNER:
            scanning.look(content, settings.SCANNER)
        kept = pictures.redrawn(content, type_.name) if type_.picture else content
    except scanning.Infected:
        return Looked(name, size, problem="This file holds harmful software.")
    except scanning.Unanswered:
        return Looked(name, size, problem="This file could not be checked for harmful software.")
    except pictures.Unreadable:
        return Looked(name, size, problem="This picture cannot be read.")
    return Looked(name, len(kept), type_.name, kept)


def unsealed(number: uuid.UUID) -> bytes:
    """What the vault keeps for the desk under this number; raises `sealing.Locked`."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return sealing.unseal(secrets, tenancy.current(), str(number), vault.file_of(number).read_bytes())
