"""A service as a picture an officer can hang on the wall: SVG, without any program of the machine's."""
