"""Printing an item of a closed edition again: the very file where it is kept, else made anew and held against it."""
