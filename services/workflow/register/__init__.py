"""The register: who complained about what, what was done, by whom, when; the legal record."""
