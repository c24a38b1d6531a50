"""The addresses of one's own tasks and notices."""

from django.urls import path

from entreciudades.web.notices import calendar, notices, preferences, tasks

app_name = "notices"

urlpatterns = [
    path("notices/", notices.notices, name="list"),
    path("notices/read/", notices.read_all, name="read-all"),
    path("notices/<int:pk>/", notices.follow, name="follow"),
    path("notices/<int:pk>/read/", notices.read_one, name="read"),
    path("notices/preferences/", preferences.preferences, name="preferences"),
    path("notices/address/", preferences.address_works, name="address-works"),
    path("notices/stop/<str:token>/", preferences.stop, name="stop"),
    path("notices/calendar/", calendar.calendar, name="calendar"),
    path("notices/calendar/end/", calendar.end, name="calendar-end"),
    path("calendar/<str:token>.ics", calendar.feed, name="feed"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/add/<slug:slug>/", tasks.add, name="task-add"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/done/", tasks.done, name="task-done"),
    path("tasks/<int:pk>/open/", tasks.open_again, name="task-open"),
]
