"""Forms of the hall: items (事项), taking in and moving tasks (办件), receipt and rating of residents."""

from tracker.hall.forms.cases import (
    AppealForm,
    CallForm,
    ContactForm,
    FindingForm,
    MendForm,
    PublicWordsForm,
    ReviewForm,
)
from tracker.hall.forms.clocks import ExtensionForm, PauseForm, ReasonForm, ResultForm
from tracker.hall.forms.items import ItemForm, PointForm, PublishForm
from tracker.hall.forms.receiving import CardForm, LookForm, ReceiveForm
from tracker.hall.forms.residents import DeviceRateForm, ProgressForm, RateForm
from tracker.hall.forms.tasks import (
    AcceptForm,
    DeclineForm,
    FinishForm,
    NotifyForm,
    SpotForm,
    TerminateForm,
    WithdrawForm,
)

__all__ = [
    "AcceptForm",
    "AppealForm",
    "CallForm",
    "CardForm",
    "ContactForm",
    "DeclineForm",
    "DeviceRateForm",
    "ExtensionForm",
    "FindingForm",
    "FinishForm",
    "ItemForm",
    "LookForm",
    "MendForm",
    "NotifyForm",
    "PauseForm",
    "PointForm",
    "ProgressForm",
    "PublicWordsForm",
    "PublishForm",
    "RateForm",
    "ReasonForm",
    "ReceiveForm",
    "ResultForm",
    "ReviewForm",
    "SpotForm",
    "TerminateForm",
    "WithdrawForm",
]
