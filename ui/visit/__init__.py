"""What a visit begins with: static files that were compressed once, and the page that asks for them."""
