"""How a publication is built: what is made of it, in what order, and where; only this package knows all stages.

`session.py` is the way in: the command opens a `Session`, and so does `octavo.api`. `products.py` lists what a build
makes and what each product needs, `graph.py` makes the products in order, and `schedule.py` says in which thread or
process.
"""
