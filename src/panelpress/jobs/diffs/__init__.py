"""The parts of `panelpress diff`: what is compared, the facts, the words, the pages."""
