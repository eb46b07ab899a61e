"""Groups of lines: each module says its bars first and then how they are measured."""
