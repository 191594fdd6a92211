"""Measures ghoststatic against Hugo on the same content and writes docs/performance.md."""
