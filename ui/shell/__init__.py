"""What surrounds every page: band, menu, account, look."""
