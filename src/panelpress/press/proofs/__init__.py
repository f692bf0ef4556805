"""The proof that people sign: every item as it will look, with numbered lines, what changed, and the sheets to sign on."""
