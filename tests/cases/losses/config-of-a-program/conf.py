DEBUG = True
extensions_of_hives = 3
