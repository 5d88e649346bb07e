"""What an editor asks while an officer types: what is wrong, what may stand here, where a name is defined, where it is used."""
