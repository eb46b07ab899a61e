"""The figures of a day and the verdict, each with its formula and its source."""
