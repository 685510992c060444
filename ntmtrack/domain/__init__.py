"""The rules of the work: pure values and functions, standard library only."""
