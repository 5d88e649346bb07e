"""WhatsApp: what arrives from it, what goes to it, and what its error codes mean."""
