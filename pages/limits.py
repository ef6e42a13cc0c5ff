"""What the verdicts are worth: what the networks learned from, and how often they err."""

from __future__ import annotations

import streamlit as st

from pages._ui.limits import errors, networks, tables
from pages._ui.shared import digits, own_network, source_code

st.title("Limits")
st.markdown("What a verdict can tell, and how often it is wrong.")
own_network.show_choice()
st.markdown(
    f"""
- **The network compares; it does not recognise.** It says how far apart two pictures are, not
  which digit either of them shows. One-shot names a drawing after its nearest example only.
- **It compares whatever it gets.** Two letters or two scribbles also have a distance. If a drawing
  is unlike all digits, the page leaves out the percentage; it does not notice every one.
- **The percentage holds for digits**, and for the network’s own threshold. If few of your pairs
  show the same digit, “same” is wrong more often than it says.
- **It was tested with these tools only:** {"; ".join(tables.TOOL_NAMES.values())}. All of them
  are imitated by the program. With other pens, papers and cameras it may err more often.
"""
)
st.subheader("What the networks learned from", divider="gray")
networks.show()
st.subheader("How often the network errs, and for whom", divider="gray")
errors.show()
digits.show_source()
source_code.show_code(
    "The digits drawn again by each tool, and the errors of every pair of digits.",
    ("siamese/evaluation/drawn_digits.py", "errors_by_tool"),
    ("siamese/evaluation/drawn_digits.py", "_errors"),
    ("siamese/evaluation/threshold_sweep.py", "SortedPairs.confusion"),
)
