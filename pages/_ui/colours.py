"""The two colours with a meaning, everywhere the same; a word or a sign stands beside them."""

SAME = "#0072B2"
DIFFERENT = "#D55E00"
NEUTRAL = "#8A97A5"  # holds up on light and dark
