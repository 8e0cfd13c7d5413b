"""The manuscript: the stage that sets texts as semantic HTML, the same for all presses."""
