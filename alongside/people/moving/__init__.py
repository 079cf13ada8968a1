"""People in files: how a file is recognised, read from any place in it, and written. No tables here."""
