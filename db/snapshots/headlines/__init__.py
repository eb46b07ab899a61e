"""Headlines of projects, stored so that a list of many reads one row of each and no upload."""
