"""Two records that are one person's: side by side, merged, approved, undone."""
