"""Sheets of every kind officers keep, read into grids of cells."""
