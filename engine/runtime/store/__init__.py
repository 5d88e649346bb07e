"""Where everything lies: one protocol, one folder for each kind of database."""
