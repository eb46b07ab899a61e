"""Every project at a glance, for those who see more than one: filters, rows, the map of the country."""
