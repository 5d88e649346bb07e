"""Applications and grievances in the register: their stages, officers' decisions, and their clocks."""
