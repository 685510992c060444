"""Domain values and a day in, a `Report` out. No input, no output, no clock."""
