"""What a page tells search engines, feed readers and social networks about itself."""
