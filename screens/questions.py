"""The screen of each question of the journey, by its name: here alone, for each of them leads to others by their place."""

from typing import Final

from screens.attach_documents import AttachDocuments
from screens.choose_procedure import ChooseCategory, ChooseProcedure, ChooseProvince, ChooseSector
from screens.confirmation import HowToConfirm, OnPaper
from screens.consent import Consent
from screens.contact import Email, Telephone
from screens.identify import InWhatCapacity, Names, Number
from screens.notice import Notice
from screens.people import People
from screens.receipt import Receipt
from screens.review import Review
from screens.session import ScreenClass
from screens.start import Start
from screens.step import JourneyScreen
from screens.verify_email import VerifyEmail
from screens.who_leaves import HowMany
from screens.who_stays import NewHead, WhoStays

_ALL: Final[tuple[type[JourneyScreen], ...]] = (
    *(ChooseProvince, ChooseSector, ChooseCategory, ChooseProcedure, Start, Notice),
    *(Number, Names, InWhatCapacity, Telephone, Email, VerifyEmail),
    *(HowMany, People, WhoStays, NewHead, AttachDocuments),
    *(Review, HowToConfirm, Consent, OnPaper, Receipt),
)
SCREENS: Final[dict[str, ScreenClass]] = {each.__name__: each for each in _ALL}
