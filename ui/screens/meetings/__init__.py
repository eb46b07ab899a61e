"""What meetings leave behind, on screen: resolutions that are followed up, and remarks."""
