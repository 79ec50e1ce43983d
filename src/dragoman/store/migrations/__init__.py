"""The steps from one version of the archive's tables to the next."""
