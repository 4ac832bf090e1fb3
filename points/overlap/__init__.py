"""How far the two maps agree on a body, and how much of that chance alone would give."""
