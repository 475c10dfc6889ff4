"""Settings and template of the Django arms: the usual middleware, cached templates, one kept connection."""

import django
from django.conf import settings

PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>民意</title></head><body>
<header>石门镇 <a href="/me">{{ request.user.username }}</a></header><main><h1>民意</h1>
<form method="get"><input name="text" value="">
<select name="status"><option value="">全部</option>{% for value, word in statuses %}
<option value="{{ value }}"
{% if value == status %} selected{% endif %}>{{ word }}</option>{% endfor %}</select>
<select name="village"><option value="">全部</option>{% for one in villages %}<option value="{{ one.code }}"
{% if one.code == village %} selected{% endif %}>{{ one.name }}</option>{% endfor %}</select>
<select name="category"><option value="">全部</option>{% for one in categories %}
<option value="{{ one.code }}">{{ one.name }}</option>{% endfor %}</select>
<select name="office"><option value="">全部</option>{% for one in offices %}<option value="{{ one.code }}">
{{ one.name }}</option>{% endfor %}</select><button>查询</button></form>
<p>筛选出 {{ totals.found }} 件，已答复 {{ totals.answered }} 件，逾期 {{ totals.late }} 件</p>
<table><thead><tr><th>编号</th><th>什么事</th><th>村</th><th>类别</th><th>反映人</th><th>承办</th>
<th>收到</th><th>状态</th><th>期限</th></tr></thead><tbody>
{% for one in rows %}<tr><td><a href="/opinions/{{ one.ref }}">{{ one.ref }}</a></td><td>{{ one.title }}</td>
<td>{{ one.village.name }}</td><td>{{ one.category.name }}</td>
<td>{% if one.name %}{{ one.name|slice:":1" }}**{% else %}不留姓名{% endif %}</td>
<td>{% if one.assignee %}{{ one.assignee.name }}{% else %}{{ one.office.name }}{% endif %}</td>
<td>{{ one.submitted_on|date:"Y-m-d" }}</td><td><span class="tag">{{ one.status }}</span></td>
<td>{{ one.due_on|date:"Y-m-d" }}</td></tr>
{% endfor %}</tbody></table>{% if more %}<a rel="next" href="?after={{ last.id }}">下一页</a>{% endif %}
</main></body></html>"""

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
APPS = ["admin", "auth", "contenttypes", "sessions", "messages"]
PROCESSORS = ["request", "csrf"]
LOADERS = [
    (
        "django.template.loaders.cached.Loader",
        [("django.template.loaders.locmem.Loader", {"list.html": PAGE}),
         "django.template.loaders.app_directories.Loader"],
    )
]


def set_up(database: str) -> None:
    settings.configure(
        SECRET_KEY="of a benchmark",  # noqa: S106
        ALLOWED_HOSTS=["*"],
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database, "CONN_MAX_AGE": None}
        },
        INSTALLED_APPS=[f"django.contrib.{name}" for name in APPS],
        MIDDLEWARE=MIDDLEWARE,
        ROOT_URLCONF="_django_page",
        USE_TZ=True,
        TIME_ZONE="Asia/Shanghai",
        LANGUAGE_CODE="zh-hans",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": LOADERS,
                    "context_processors": [
                        *(f"django.template.context_processors.{name}" for name in PROCESSORS),
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ],
                },
            }
        ],
    )
    django.setup()
