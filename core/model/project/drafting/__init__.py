"""A new project's file, drafted from another project's."""
