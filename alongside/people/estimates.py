"""What SQLite is told of how people are spread, so that it finds a few of them without reading all.

It counts nothing by itself. Of an index that begins with the tenant it supposes that a tenant has some ten
rows in it, and so it read every person of the tenant to find the twenty-five of a page by their ids: 10 ms
among 50,000. PostgreSQL keeps such figures itself.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

# In the words of SQLite's own ANALYZE: rows, then how many share the first column, the first two, all three.
_BY_TENANT = ("people_person", "people_by_registration", "1000000 1000000 2 1")


def tell(connection: BaseDatabaseWrapper) -> None:
    """Have the database suppose a million people in a tenant; again with every migration, for a table that
    is made anew forgets it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_tenant")  # makes the table of estimates
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl IN ('people_tenant', 'people_person')")
        cursor.execute("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", _BY_TENANT)
        cursor.execute("ANALYZE sqlite_schema")  # read what was written
