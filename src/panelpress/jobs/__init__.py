"""The jobs: one file for each thing a person asks for; each tells its whole way on one screen."""
