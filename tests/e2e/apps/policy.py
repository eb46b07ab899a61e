"""Every kind of element that a policy could break, under this program's headers. Run by a test."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import streamlit as st
from starlette.middleware import Middleware

from ui.app.headers import SecurityHeaders

app = st.App(Path(__file__).with_name("policy_page.py"), middleware=[Middleware(SecurityHeaders)])
