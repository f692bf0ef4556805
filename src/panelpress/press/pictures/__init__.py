"""Pictures: read whole, once and strictly; brought to the pixels and inks their place needs; the originals are only read."""
