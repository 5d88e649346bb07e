"""Is every answer there when it is read? What is certain on each way through a service, worked out before anybody walks it."""
