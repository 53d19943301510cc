"""Pages. What is not said here is done by the compiled part."""

import _acme


class Context:
    def __init__(self, raw):
        self.raw = raw

    def field(self, name):
        return _acme.field(self.raw, name)

    def number(self, name):
        return int(self.field(name))


class App:
    def __init__(self, name):
        self.name = name

    def page(self, path):
        return _acme.registering(self.name, path)


def html(text):
    return _acme.answer("text/html", text)


def escaped(text):
    return _acme.escape(text)
