"""Projects as stored, the files they come from, and which one is shown where none is named."""
