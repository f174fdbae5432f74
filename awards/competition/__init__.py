"""Editions with their nominations, categories, segments, methodology and committee."""
