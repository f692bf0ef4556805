"""What was seen: frozen values in millimetres from the trim's top-left corner, without a PDF library or an engine."""
