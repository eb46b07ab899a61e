"""The door before the house: nothing of the server answers but to somebody who is signed in, or to sign in."""
