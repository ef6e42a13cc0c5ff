from pages._ui import frame

frame.enter()

import streamlit as st
st.title("Siamese Lab")
