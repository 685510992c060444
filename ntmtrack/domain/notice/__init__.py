"""What a conclusion notice, minutes or news of a working session say, read by rules."""
