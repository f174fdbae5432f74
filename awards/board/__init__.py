"""The committee's board and everyone's desk: what stands where, and what to do next."""
