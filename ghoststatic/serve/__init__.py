"""What stays running: the webhook receiver with its worker, and the development server."""
