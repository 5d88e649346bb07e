"""Everything that answers over HTTP: the webhook, payments, certificates, health and a few pages; a view decodes, calls, encodes."""
