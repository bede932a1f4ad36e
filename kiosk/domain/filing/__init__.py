"""A person's own filing until it is sent: what is asked, what was answered, accepted and vouched for, and the number it gets.

What happens afterwards belongs to `cases`.
"""
