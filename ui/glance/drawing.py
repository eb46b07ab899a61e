"""Draws charts in a process of its own: the library that draws them is heavy, and the server never imports it.

``python -m ui.glance.drawing`` reads one JSON from its input (``fonts``: a folder, ``version``: of Vega-Lite,
``locale``: how numbers are written, ``specs``) and prints a list of SVGs.
"""

import json
import sys

import vl_convert


def main() -> None:
    """Draw what is asked for."""
    asked = json.load(sys.stdin)
    vl_convert.register_font_directory(asked["fonts"])
    drawn = [
        vl_convert.vegalite_to_svg(spec, vl_version=asked["version"], format_locale=asked["locale"])
        for spec in asked["specs"]
    ]
    json.dump(drawn, sys.stdout)


if __name__ == "__main__":
    main()
