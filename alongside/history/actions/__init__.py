"""Recording what happened. Entries are never changed, so there is nothing else to do but erase."""

from alongside.history.actions.recording import Authorship, Erasure, NotInTransaction, erase, name_of, record

__all__ = ["Authorship", "Erasure", "NotInTransaction", "erase", "name_of", "record"]
