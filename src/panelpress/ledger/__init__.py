"""The memory: what was made from what, so that it can be proven, and made again."""
