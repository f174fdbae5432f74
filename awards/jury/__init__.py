"""The jury: jurors, recusals, rounds and ballots, the count (p.122, p.123), verdicts and minutes."""
