"""How ballots become a result, rule by rule."""
