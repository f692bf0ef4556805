"""Ground floor: units, geometry, diagnostics, YAML with line numbers, files. Knows nothing of exhibitions or PDF."""
