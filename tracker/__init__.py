"""Tracker, 干部群众工作台账. The root imports nothing, so that bootstrap and rules stay free of libraries."""
