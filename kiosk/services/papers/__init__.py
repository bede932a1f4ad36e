"""What stands on a receipt, form, slip or mail: values in, content out, no rows.

Papers that are composed from a case's rows stand beside what they tell of (`followup`, `rights`).
"""
