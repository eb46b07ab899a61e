"""The settings of a project on screen: a form made from the project's own model, what changes, versions."""
