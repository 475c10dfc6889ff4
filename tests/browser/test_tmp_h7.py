import pytest
from measures import prepare
from test_every_page import look_closely

pytestmark = pytest.mark.browser
P = {
    "deputy": ["/visits/overview", "/visits/overview?month=2026-10", "/visits/overview/close?month=2026-08", "/visits/goals", "/visits/goals/new", "/visits/goals/1/end"],
    "org": ["/admin/leaves", "/admin/leaves/new", "/admin/leaves/2/back", "/admin/people"],
    "cadre": ["/me", "/visits/goals"],
    "cadre3": ["/visits/goals", "/me", "/visits"],
}

@pytest.mark.parametrize("login", P)
def test_it(signed_in, login):
    page = signed_in(login); wrong = []
    prepare(page)
    for path in P[login]:
        wrong += look_closely(page, path, walk=True)
    assert not wrong, "\n".join(wrong)
