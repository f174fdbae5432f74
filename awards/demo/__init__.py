"""The demo edition: fictional people and organisations, loaded through the same use cases as real ones."""
