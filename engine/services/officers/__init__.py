"""Officers who may sign in at the desk: their roles and areas, their passwords, and the sample officers of the sandbox."""
