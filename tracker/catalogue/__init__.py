"""Floor 6: the catalogue of services the town offers (事项目录); its pages are in hall."""
