"""An artifact becomes bytes: the theme, its Jinja environment, and the renderers of each kind of artifact."""
