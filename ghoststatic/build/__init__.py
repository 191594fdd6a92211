"""What to render again, and writing it: traces, the manifest, the builder and the output folder."""
