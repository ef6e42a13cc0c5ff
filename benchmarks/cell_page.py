"""A cell to type into and a choice like those of Pooling, and results that only echo: the floor."""

import streamlit as st

ECHO = st.components.v2.component(
    "siamese_lab.cell",
    html='<input aria-label="Row 1, column 1" value="4"><div class="result"></div>',
    js="""export default function ({ data, parentElement, setStateValue }) {
        const input = parentElement.querySelector('input');
        input.oninput = () => {
            clearTimeout(input.timer);
            input.timer = setTimeout(() => setStateValue('typed', input.value), 30);
        };
        parentElement.querySelector('.result').textContent = data;
    }""",
)


@st.fragment
def explore() -> None:
    """Says what was typed and chosen."""
    kind = st.segmented_control("Kind", ["Max", "Average"], default="Average", required=True)
    typed = st.session_state.get("echo", {}).get("typed", "")
    ECHO(key="echo", data=f"{kind} {typed}", on_typed_change=lambda: None)


st.set_page_config(layout="wide")
explore()
