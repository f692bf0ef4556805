"""Benchmarks: panelpress beside a plain layout script that does the same work."""
