"""The access editions: all texts in large print as a tagged PDF, and as plain HTML, from the source of the panels."""
