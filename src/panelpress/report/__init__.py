"""The voice: what was made and what was found, one format in one file."""
