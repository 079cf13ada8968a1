"""The knowledge base, for those who write it."""
