"""The sidebar of every page behind the sign-in, and the frame that holds it."""
