"""Mailing lists, for those who are on them."""
