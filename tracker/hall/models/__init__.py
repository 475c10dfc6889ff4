"""办件: tasks, their clocks, steps, 代办 and ratings."""

from tracker.hall.models.agency import TaskAgency, TaskOriginal
from tracker.hall.models.clocks import TaskExtension, TaskNotice, TaskPause
from tracker.hall.models.ratings import RatingCase, RatingCode, TaskRating
from tracker.hall.models.steps import TaskHandover, TaskStep
from tracker.hall.models.tasks import Task

__all__ = [
    "RatingCase",
    "RatingCode",
    "Task",
    "TaskAgency",
    "TaskExtension",
    "TaskHandover",
    "TaskNotice",
    "TaskOriginal",
    "TaskPause",
    "TaskRating",
    "TaskStep",
]
