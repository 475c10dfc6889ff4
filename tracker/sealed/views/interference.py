"""反映干预: a handler tells discipline who leans on them; the page is the same for everybody at work."""

from flask import Blueprint, flash
from flask_babel import gettext as _

from tracker.sealed import service
from tracker.sealed.forms import InterferenceForm
from tracker.sealed.rules import Way
from tracker.sealed.views.frame import Answer
from tracker.web.guard import current_actor, page
from tracker.web.pages import render, text_arg, to

desk = Blueprint("interference", __name__)


@desk.route("/interference", methods=["GET", "POST"])
@page("interference.report")
def report() -> Answer:
    form = InterferenceForm(about=text_arg("about"))
    if not form.sent_well():
        return render("sealed/interference.html", form=form)
    way = service.report_interference(
        current_actor, whom=form.whom.data, how=form.how.data, about=form.about.data or ""
    )
    if way is Way.COUNTY:
        form.whom.errors = [_("写到了镇领导或纪检人员。这里不保存，请拨打 12388，或找县纪委监委")]
        return render("sealed/interference.html", form=form)
    flash(_("已交给纪检，别人看不到，这件事上也不留痕迹"), "success")
    return to("overview.me")
