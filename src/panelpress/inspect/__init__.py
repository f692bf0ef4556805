"""Eyes: a finished PDF into frozen facts. This room has never met the one that writes PDFs and asks it nothing."""
