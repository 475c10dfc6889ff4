"""A year's assessment in any state, made through the real services."""

from dataclasses import dataclass

from factories import OFFICE_2, TOWN, make_user

from tracker.assessments import queries, service
from tracker.assessments.models import Appraisal, Places, Plan, PlanText
from tracker.domain.grades import Grade, Group
from tracker.domain.quota import Rounding
from tracker.domain.roles import Actor, Role
from tracker.people.models import User
from tracker.people.queries import actor_of
from tracker.people.rules import Track
from tracker.store.db import db

YEAR = 2026


@dataclass
class Scene:
    """The people of one assessment, the plan, and the sheets of `cadres`."""

    org: User
    head: User
    deputy: User
    committee: User
    discipline: User
    cadres: list[User]
    plan: Plan

    def actor(self, name: str) -> Actor:
        return acting(getattr(self, name))

    def sheet(self, user: User | None = None) -> Appraisal:
        wanted = (user or self.cadres[0]).id
        return next(s for s in queries.sheets_in(self.plan) if s.assignee_id == wanted)

    def url(self, page: str = "", user: User | None = None) -> str:
        return f"/assessments/{YEAR}/{self.sheet(user).id}" + (f"/{page}" if page else "")


def acting(user: User) -> Actor:
    actor = actor_of(user.id)
    assert actor is not None
    return actor


def make_people(cadres: int = 1, track: Track = Track.CIVIL) -> Scene:
    """The town's people and a draft; the deputy is everybody's leader by default."""
    org, head = make_user(Role.ORG, name="周组织"), make_user(Role.HEAD, name="郑书记")
    text = PlanText("石政发〔2026〕9号", "按五个方面考核。")
    scene = Scene(
        org=org, head=head, deputy=make_user(Role.DEPUTY, name="吴副镇长"),
        committee=make_user(Role.COMMITTEE, name="钱委员"),
        discipline=make_user(Role.DISCIPLINE, name="孙纪检"),
        cadres=[
            make_user(Role.CADRE, unit=OFFICE_2, name=f"李干部{n}", track=track, job_title="科员")
            for n in range(cadres)
        ],
        plan=service.create(acting(org), YEAR, text),
    )
    assert scene.plan.unit_code == TOWN
    return scene


def publish(scene: Scene) -> Scene:
    org = scene.actor("org")
    service.consult(org, scene.plan)
    service.publish(org, scene.plan, consult_note="11 月开会听取了 20 人的意见，采纳 3 条。")
    service.draw(org, scene.plan)
    return scene


def make_published(cadres: int = 1, **facts: Track) -> Scene:
    """Published, with everybody listed."""
    return publish(make_people(cadres, **facts))


def make_settled(cadres: int = 1, places: int | None = None, **facts: Track) -> Scene:
    """Running; `places` is the county's number of 优秀 for civil servants (None: the usual share)."""
    scene = make_people(cadres, **facts)
    if places is not None:
        set_places(scene, Places(20, Rounding.FIXED, places, "云组〔2026〕3号"))
    publish(scene)
    service.settle(scene.actor("org"), scene.plan)
    return scene


def set_places(scene: Scene, places: Places, group: Group = Group.CIVIL) -> None:
    service.set_pool(scene.actor("org"), queries.pool_in(scene.plan.id, group), places)


def summarise(scene: Scene, user: User | None = None) -> Appraisal:
    person, sheet = user or scene.cadres[0], scene.sheet(user)
    service.write(acting(person), sheet, summary="今年修通了二组的路，走访了八十户。")
    service.summarise(acting(person), sheet)
    return sheet


def propose(scene: Scene, user: User | None = None, grade: Grade = Grade.COMPETENT) -> Appraisal:
    sheet = summarise(scene, user)
    service.propose(
        scene.actor("deputy"), sheet, comment="肯下村，办事实在。", grade=grade, improvement="多学政策。"
    )
    return sheet


def decide(
    scene: Scene, user: User | None = None, grade: Grade = Grade.COMPETENT, proposed: Grade | None = None
) -> Appraisal:
    sheet = propose(scene, user, proposed or grade)
    reason = "" if proposed in (None, grade) else "委员会讨论"
    service.decide(scene.actor("org"), sheet, grade=grade, reason=reason)
    return sheet


def conclude(scene: Scene, user: User | None = None, grade: Grade = Grade.COMPETENT) -> Appraisal:
    sheet = decide(scene, user, grade)
    service.conclude(scene.actor("head"), sheet)
    return sheet


def stored(sheet: Appraisal) -> Appraisal:
    """The sheet as it lies in the database now."""
    db.session.rollback()
    db.session.expire_all()
    found = db.session.get(Appraisal, sheet.id)
    assert found is not None
    return found
