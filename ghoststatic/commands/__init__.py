"""The commands, a module for each group: each parses, makes one call and prints the report."""
