"""The pages of before; nobody reaches them."""

import os


def report(name):
    os.system("report " + input(name))
