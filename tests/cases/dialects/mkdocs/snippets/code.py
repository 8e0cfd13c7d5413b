import x
# --8<-- [start:inner]
def f():
    pass
# --8<-- [end:inner]
