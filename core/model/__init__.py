"""What the program is about: who may do what."""
