"""Things a step can ask for, one folder for each capability; siblings never import each other."""
