"""What the site consists of: routes.yaml, permalinks, and the plan of every file."""
