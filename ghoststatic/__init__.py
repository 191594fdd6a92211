"""The static front end for the Ghost publishing platform: fetch, render, write, and again when something changes."""

__version__ = "0.1.0"
