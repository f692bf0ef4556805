"""The nouns: what `catalogue.yml`, `panels/`, `photos/` and `styles/` say, as frozen values."""
