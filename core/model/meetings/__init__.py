"""What meetings leave behind: remarks on what is shown, and resolutions that are followed up."""
