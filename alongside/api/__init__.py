"""JSON for programs: the same actions, by the same rules."""
