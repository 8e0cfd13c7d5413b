import x
def f():
    pass
