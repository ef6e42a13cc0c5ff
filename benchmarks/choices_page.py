"""Two choices like those of Pairs, and a grid that only echoes them: the floor."""

import streamlit as st

ECHO = st.components.v2.component(
    "siamese_lab.echo",
    html='<div class="tiles"></div>',
    js="""export default function ({ data, parentElement }) {
        const button = document.createElement('button');
        button.textContent = data;
        parentElement.querySelector('.tiles').replaceChildren(button);
    }""",
)


@st.fragment
def explore() -> None:
    """Says what was chosen."""
    with st.container(horizontal=True):
        kind = st.segmented_control(
            "Kind of pair", ["Both", "Same", "Different"], default="Both", required=True
        )
        st.button("Other pairs", on_click=_take_another_seed)
    ECHO(key="echo", data=f"{kind} {st.session_state.get('seed', 1)}")


def _take_another_seed() -> None:
    st.session_state["seed"] = st.session_state.get("seed", 1) + 1


st.set_page_config(layout="wide")
explore()
