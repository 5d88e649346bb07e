"""Money: orders at a gateway, what became of them, refunds. Every captured rupee ends in a service delivered or is given back."""
