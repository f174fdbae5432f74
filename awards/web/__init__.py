"""Flask glue shared by all features: guards, forms, languages, filters, words, navigation."""
