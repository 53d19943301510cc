import argparse
import hashlib
import random
import re
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--run")
    options = parser.parse_args()
    with open(options.file) as source:
        text = source.read()
    if options.run:
        subprocess.run([options.run, options.file], check=True)
    print(hashlib.sha1(text.encode()).hexdigest())
    if random.random() < 0.1:
        print("tip: try --run", file=sys.stderr)


def words(text):
    return re.findall(r"[a-z]+", text)


if __name__ == "__main__":
    main()
