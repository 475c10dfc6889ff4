"""Every door has a lock: routes, tokens, commits, selects, the clock."""

import re
from pathlib import Path

import pytest
from factories import make_town

from tracker.domain.policy import POLICY
from tracker.domain.roles import ADMINISTRATORS, NOT_STAFF, Role
from tracker.web.guard import OPEN

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
PRODUCT = [path for path in (ROOT / "tracker").rglob("*.py") if "migrations" not in path.parts]


def test_every_route_names_a_row_of_the_table_or_is_open(app):
    for endpoint, view in app.view_functions.items():
        if endpoint == "static":
            continue
        assert hasattr(view, "page_action"), f"{endpoint} has no mark"
        assert view.page_action == OPEN or view.page_action in POLICY, f"{endpoint}: {view.page_action}"


def test_every_residents_page_with_an_action_admits_residents(app):
    for endpoint, view in app.view_functions.items():
        if endpoint != "static" and view.page_side == "public" and view.page_action != OPEN:
            assert Role.PUBLIC in POLICY[view.page_action], endpoint


def test_no_url_vanishes_or_appears_unseen(app):
    rules = sorted(
        f"{rule.rule} {','.join(sorted(rule.methods - {'HEAD', 'OPTIONS'}))}"
        for rule in app.url_map.iter_rules()
    )
    assert "\n".join(rules) + "\n" == (GOLDEN / "routes.txt").read_text(), (
        "golden/routes.txt: agree on the change"
    )


def test_a_change_of_rights_shows_in_the_golden_matrix():
    from tracker.cli import policy_rows

    lines = "".join(",".join(row) + "\n" for row in policy_rows())
    assert lines == (GOLDEN / "policy.csv").read_text(), "golden/policy.csv: agree on the change"


BUSINESS = (
    "opinion.",
    "sealed.",
    "visit.",
    "contact.",
    "household.",
    "problem.",
    "task.",
    "service.",
    "assessment.",
)


def test_no_administrator_has_a_business_right():
    for action, row in POLICY.items():
        if action.startswith(BUSINESS):
            assert not ADMINISTRATORS & set(row), action


def test_only_discipline_reads_what_is_sealed():
    for action, row in POLICY.items():
        if action.startswith("sealed.") and action != "sealed.deliver":
            assert set(row) <= {Role.DISCIPLINE}, action


def test_every_action_is_asked_somewhere():
    """A row of the table that no page, service or query names is dead."""
    code = "\n".join(path.read_text() for path in PRODUCT if path.name != "policy.py")
    code += "\n".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    dead = [action for action in POLICY if f'"{action}"' not in code and f"'{action}'" not in code]
    assert not dead


@pytest.mark.parametrize(
    ("pattern", "rooms"),
    [
        (r"\.commit\(", ("store",)),
        (r"\bselect\(", ("store", "queries.py", "queries")),
        (r"\.query\b", ("store",)),
        (r"datetime\.now|date\.today|time\.time\(", ("clock.py",)),
        (r"\bemit\(|signals?\b\.connect", ()),
    ],
)
def test_some_words_are_spoken_in_their_rooms_only(pattern, rooms):
    strangers = [
        f"{path.relative_to(ROOT)}"
        for path in PRODUCT
        if re.search(pattern, path.read_text()) and not any(room in path.parts for room in rooms)
    ]
    assert not strangers


def test_no_role_is_compared_outside_the_table():
    strangers = [
        str(path.relative_to(ROOT))
        for path in PRODUCT
        if path.name in ("views.py", "public.py") and re.search(r"\.role\s*(==|is|in)\b", path.read_text())
    ]
    assert not strangers


def test_every_post_without_its_token_changes_nothing(app, as_user, visitor, db):
    """Each POST and PUT route, sent bare, as a form and as JSON: never a success, never a 500."""
    from factories import make_user

    from tracker.store.audit import AuditEntry

    make_town()
    people = {role: make_user(role) for role in Role if role not in NOT_STAFF}
    before = db.session.query(AuditEntry).count()
    for rule in app.url_map.iter_rules():
        method = next((one for one in ("POST", "PUT") if one in rule.methods), "")
        if not method or rule.endpoint == "static":
            continue
        view = app.view_functions[rule.endpoint]
        path = re.sub(r"<int:[^>]+>", "1", rule.rule)
        path = re.sub(r"<[^>]+>", "x", path)
        roles = [role for role in POLICY.get(view.page_action, {}) if role in people]
        client = as_user(people[roles[0]]) if roles else visitor
        for sent in ({"data": {"name": "x"}}, {"json": {"name": "x"}}):
            response = client.open(path, method=method, **sent)
            assert response.status_code < 500, rule.rule
            if response.status_code < 400:
                assert db.session.query(AuditEntry).count() == before, f"{rule.rule} acted without a token"


def test_every_scope_has_its_words_for_the_page_of_rights():
    from tracker.overview.rules import SCOPE_LABELS

    assert {scope.__name__ for row in POLICY.values() for scope in row.values()} <= set(SCOPE_LABELS)


@pytest.mark.parametrize(("side", "status"), [("public", (200, 404)), ("desk", (404, 200))])
def test_each_half_serves_its_own_pages_and_both_say_that_they_live(app, db, tmp_path, side, status):
    from tracker.app import create_app, settle_in

    url = app.config["DATABASE_URL"]
    half = create_app({"INSTANCE": str(tmp_path), "DATABASE_URL": url, "SIDE": side})
    visitor = half.test_client()
    assert (visitor.get("/say").status_code, visitor.get("/login").status_code) == status
    assert visitor.get("/healthz").text == "ok"
    with half.app_context():
        db.engine.dispose()
    settle_in(app)
