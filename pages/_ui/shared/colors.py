"""The two colours with a meaning, everywhere the same; a word or a sign stands beside them."""

import streamlit as st

SAME = "#0072B2"
DIFFERENT = "#D55E00"
NEUTRAL = "#82909E"  # of marks without a meaning: at least 3:1 on light and on dark


def ink() -> str:
    """The colour of words in a chart, where Streamlit's theme does not reach."""
    return "#E6ECF2" if st.context.theme.type == "dark" else "#1B2733"
