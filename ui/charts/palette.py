"""Colours of the charts: mid-tones that hold on light and dark, told apart without red and green.

Colour is never the only sign: plans are dashed, lines carry names, bars carry numbers.
"""

RESULT = "#2f7fc1"  # what has happened: groups registered, money disbursed
SPENT = "#8e6bbf"  # disbursed + committed
COMMITTED = "#d9822b"  # committed, waiting to be paid
FREE = "#b4bcc4"  # not yet committed; light, so that in grey it stands apart from what is committed
PLAN = "#7d8590"  # the office's plan
FIRST_PLAN = "#9a7fb0"  # the plan as it was first, where it was revised
TILE = 68  # height of a row of tiles, pixels: two lines of a name and a number
REFERENCE = "#b08a3c"  # the cabinet's curve, for comparison only
TRANSFER = "#4a9c93"
PALE, FULL = "#e6eff7", "#79b0de"  # from none to all; dark letters stand on either (6 : 1 and more)
UNPICKED = "#e9ecef"  # a tile that is not looked at

TEXT_DARK = "#1f2933"
INK = "#6f7a85"  # letters on the page itself: style.css gives them the colour of its text, light or dark
