"""Recognising the same person: comparing, weighing, saying why. Pure Python, without a database."""
