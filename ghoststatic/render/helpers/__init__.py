"""Ghost's theme helpers as Jinja functions, a module for each family."""
