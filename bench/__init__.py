"""Speed as ratios (``python -m bench``) and the forecast's calibration (``python -m bench.calibrate``)."""
