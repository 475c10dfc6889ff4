"""The one entrance (启动入口): `app` for a WSGI server; run as a program it hands over to the bootstrap."""

import sys

if __name__ == "__main__":
    from tracker.boot import main

    sys.exit(main(sys.argv[1:]))
else:
    from tracker.app import create_app
    from tracker.cli import commands
    from tracker.overview.service import start_clock

    app = application = create_app()
    for command in commands.commands.values():  # type: ignore[attr-defined]  # a click group
        app.cli.add_command(command)
    with app.app_context():
        start_clock(app.config)
