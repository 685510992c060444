"""Taking in sheets as officers keep them: tried first, written when told to."""
