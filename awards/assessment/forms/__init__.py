"""Forms of the assessment, by whose page they stand on."""
