"""The portal's own vocabulary: standard library only."""
