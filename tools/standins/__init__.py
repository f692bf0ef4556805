"""Stand-in photographs: monochrome pictures made by computation, for use until the real prints arrive.

Nothing here is a photograph and nothing is copied from one. Every picture is a small three-dimensional
scene (ground, rock, timber, cloud) that is lit, put through a lens and printed on an imaginary grade of
silver-gelatin paper. The same picture comes out, byte for byte, every time on one machine; on another processor
a few pixels in a hundred thousand differ, by up to three levels of 255 (measured).
"""
