"""Background work (后台任务): what takes long runs in the worker, and its person sees how far it is."""
