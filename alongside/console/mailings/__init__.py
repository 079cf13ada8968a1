"""Mailings, for those who arrange lists and send to them."""
