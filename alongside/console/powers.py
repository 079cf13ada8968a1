"""The right to come into the console at all: holding it makes somebody an agent."""

from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind

ENTER = Power("console.enter", Kind.STAFF)
