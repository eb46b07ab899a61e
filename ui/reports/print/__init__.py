"""Papers to print: the brief and the committee's pack, set by typst."""
