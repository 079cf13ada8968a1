"""E-mail of the desk as plain values: reading, sorting, threading. Nothing in here knows of tables."""
