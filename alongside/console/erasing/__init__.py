"""Forgetting people: proposed by one, carried out by another, forbidden by a hold; and copies for them."""
