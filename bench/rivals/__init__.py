"""Pages that the product is measured beside, each as its users would write it."""
