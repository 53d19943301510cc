import sys
import types

FIRST = 0x4E00  # ordinary letters of another script: no change of case and no trimming touches them
run = 0
seen = {}


def line_of_caller():
    return sys._getframe(2).f_lineno


def source():
    return "a" + chr(FIRST + line_of_caller()) + "b"


def marks(text):
    return {ord(letter) - FIRST for letter in str(text) if FIRST <= ord(letter) < FIRST + 10_000}


def sink(text):
    seen.setdefault(line_of_caller(), set()).update(marks(text))


def clean(text):
    return "".join(letter for letter in text if ord(letter) < FIRST)


def check(text):
    return not marks(text)


def require(text):
    if marks(text):
        raise ValueError("not harmless")


class Dull(ValueError):
    """What an exception carries is not followed: known, so it carries nothing here."""

    def __init__(self, text):
        super().__init__(clean(text))


def flag(at):
    return bool(run >> at & 1)


construct = types.ModuleType("construct")
for function in (source, sink, clean, check, require):
    setattr(construct, function.__name__, function)
outside = types.ModuleType("outside")
outside.flag = flag
sys.modules.update(construct=construct, outside=outside)

while head := sys.stdin.readline():
    seed, digest, count = head.split()
    lines = [sys.stdin.readline() for _ in range(int(count))]
    label = lambda line: lines[line - 1].rsplit("# s", 1)[-1].strip()
    seen.clear()
    words = [seed, digest]
    try:
        code = compile("".join(lines), "app.py", "exec")
    except SyntaxError as error:
        words.append(f"{error.lineno}<!{str(error).replace(' ', '_')}")
        code = compile("def run(*flags): pass", "app.py", "exec")
    for run in range(8):
        module = types.ModuleType("app")
        sys.modules["app"] = module
        module.ValueError = Dull
        exec(code, module.__dict__)
        try:
            module.run(flag(0), flag(1), flag(2))
        except (IndexError, KeyError, ValueError, TypeError, UnboundLocalError, AttributeError, StopIteration):
            pass  # a program by chance may fail; what came before that counts
    for line in sorted(seen):
        if seen[line]:
            words.append(label(line) + "<" + ",".join(sorted({label(mark) for mark in seen[line]}, key=int)))
    print(*words)
