"""The list page (群众意见) as a Django view and as a tuned admin changelist; imported after set_up()."""

from typing import Any

from _arms import TOWN
from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

PER_PAGE = 20
COUNT_UP_TO = 1000
WORDS = {
    "submitted": "待受理", "accepted": "已受理", "routed": "已交办", "handling": "办理中",
    "replied": "已答复", "called_back": "已回访", "closed": "已办结", "declined": "不予受理",
    "withdrawn": "已撤回",
}
OPEN, ANSWERED = list(WORDS)[:4], ["replied", "called_back", "closed"]


class Unit(models.Model):
    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)

    class Meta:
        app_label, db_table, managed = "bench", "unit", False

    def __str__(self) -> str:
        return str(self.name)


class Person(models.Model):
    name = models.CharField(max_length=40)

    class Meta:
        app_label, db_table, managed = "bench", "person", False

    def __str__(self) -> str:
        return str(self.name)


class Category(models.Model):
    code = models.CharField(max_length=9)
    name = models.CharField(max_length=60)

    class Meta:
        app_label, db_table, managed = "bench", "category", False

    def __str__(self) -> str:
        return str(self.name)


class Subject(models.Model):
    matter_id = models.IntegerField()
    user_id = models.IntegerField()

    class Meta:
        app_label, db_table, managed = "bench", "subject", False


def _link(to: type[models.Model], column: str) -> Any:
    return models.ForeignKey(to, models.DO_NOTHING, db_column=column, related_name="+", null=True)


class Opinion(models.Model):
    ref = models.CharField(max_length=40, verbose_name="编号")
    unit_code = models.CharField(max_length=20)
    status = models.CharField(max_length=20, choices=list(WORDS.items()), verbose_name="状态")
    title = models.CharField(max_length=120, verbose_name="什么事")
    name = models.CharField(max_length=40, verbose_name="反映人")
    village = _link(Unit, "village_code")
    category = _link(Category, "category_id")
    office = _link(Unit, "office_code")
    assignee = _link(Person, "assignee_id")
    submitted_on = models.DateField(verbose_name="收到")
    due_on = models.DateField(null=True, verbose_name="期限")
    replied_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        app_label, db_table, managed = "bench", "opinion", False


BESIDE = ("village", "category", "office", "assignee")


@login_required
def opinions(request: HttpRequest) -> HttpResponse:
    """Rights (town, nothing sealed, nobody barred), two filters, keyset order, capped count."""
    status, village = request.GET.get("status", ""), request.GET.get("village", "")
    barred = Subject.objects.filter(matter_id=OuterRef("pk"), user_id=request.user.pk)
    found = Opinion.objects.filter(~Exists(barred), unit_code__startswith=TOWN).exclude(status="sealed")
    if status:
        found = found.filter(status=status)
    if village:
        found = found.filter(village_id=village)
    rows = list(found.select_related(*BESIDE).order_by("-created_at", "-pk")[: PER_PAGE + 1])
    late = Q(status__in=OPEN, due_on__lt=timezone.localdate())
    answered = Q(status__in=ANSWERED)
    totals = found.order_by()[: COUNT_UP_TO + 1].aggregate(
        found=Count("pk"), answered=Count("pk", filter=answered), late=Count("pk", filter=late)
    )
    return render(request, "list.html", {
        "rows": rows[:PER_PAGE], "more": len(rows) > PER_PAGE, "last": rows[-1] if rows else None,
        "totals": totals, "status": status, "village": village, "statuses": WORDS.items(),
        "villages": Unit.objects.filter(kind="village").order_by("code"),
        "offices": Unit.objects.filter(kind="office").order_by("code"),
        "categories": Category.objects.order_by("code"),
    })


class Site(admin.AdminSite):
    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The tables belong to no installed app, and the menu of apps is no part of the list."""
        return []


class OpinionAdmin(admin.ModelAdmin):
    """Tuned: no filter lists, no count of the whole table, names fetched by join."""

    list_display = ("ref", "title", *BESIDE[:2], "name", "assignee", "submitted_on", "status", "due_on")
    list_select_related = BESIDE
    list_per_page = PER_PAGE
    show_full_result_count = False
    ordering = ("-created_at", "-id")


site = Site(name="admin")
site.register(Opinion, OpinionAdmin)
urlpatterns = [path("opinions", opinions), path("admin/", site.urls)]
