"""Whom searching covers: everybody, or the people of some groups."""
