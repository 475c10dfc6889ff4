"""Forms of the line (排队): taking a number, sending somebody on, windows and letters."""

from tracker.line.forms.waiting import LetterForm, TakeForm, TransferForm, WindowForm

__all__ = ["LetterForm", "TakeForm", "TransferForm", "WindowForm"]
