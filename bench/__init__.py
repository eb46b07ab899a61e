"""Speed as ratios: each figure beside a floor or a rival, measured in the same run, medians of several."""
