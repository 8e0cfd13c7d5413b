project = "Bees"
extensions = ["myst_parser"]
