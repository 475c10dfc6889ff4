"""python -m tracker …: hangs the application and its commands together."""

from tracker.app import create_app
from tracker.cli import main

if __name__ == "__main__":
    main(create_app)
