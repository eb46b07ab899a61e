"""Settings of a project as a person changes them on the web: judged beside what is stored, saved as a version."""
