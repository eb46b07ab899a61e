"""What is true: projects, files, figures. Pure: no clock, disk, network, SQL or Streamlit."""
