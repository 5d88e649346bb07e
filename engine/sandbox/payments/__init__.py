"""A pretend payment gateway: orders, a page that feels like a UPI app, signed call-backs that come late, twice or never."""
