"""What Ghost said, kept: models, the snapshot on disk, and the Library that answers questions about it."""
