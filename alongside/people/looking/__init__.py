"""Looking is an act: how many people an agent may look at, and which looking is unusual (security.md 3.2)."""
