"""What the server does beside the screens: headers, scripts, one process for one file, work in the background."""
