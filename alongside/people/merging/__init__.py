"""Merging two people into one, as far as it needs no database: who may, and which values stay."""
