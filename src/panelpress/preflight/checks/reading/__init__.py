"""The text itself, as it is written and before it is set: its length, its marks, its agreement with itself."""
