"""Tests that look at a built site with headless Chromium."""
