"""What the admin shows of the charter: pages without their base, and door views.

The project gives them the bases and the doors of the directory's admin.
"""
