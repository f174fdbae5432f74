"""The pure part of the jury: places by score, rounds of ballots and how they are counted."""
