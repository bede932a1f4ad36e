"""The screen of each question of the journey, by its name: here alone, for each of them leads to others by their place."""

from typing import Final

from screens.documents.all_documents import AttachDocuments
from screens.journey.choose_procedure import ChooseCategory, ChooseProcedure, ChooseProvince, ChooseSector
from screens.journey.confirmation import ConfirmOnPaper, HowToConfirm
from screens.journey.consent import Consent
from screens.journey.contact import Email, Telephone
from screens.journey.identify import InWhatCapacity, Names, Number
from screens.journey.notice import Notice
from screens.journey.people import People
from screens.journey.receipt import Receipt
from screens.journey.review import Review
from screens.journey.start import Start
from screens.journey.verify_email import VerifyEmail
from screens.journey.who_leaves import HowMany
from screens.journey.who_stays import NewHead, WhoStays
from screens.session.visit import ScreenClass
from screens.visit.question import JourneyScreen

_ALL: Final[tuple[type[JourneyScreen], ...]] = (
    *(ChooseProvince, ChooseSector, ChooseCategory, ChooseProcedure, Start, Notice),
    *(Number, Names, InWhatCapacity, Telephone, Email, VerifyEmail),
    *(HowMany, People, WhoStays, NewHead, AttachDocuments),
    *(Review, HowToConfirm, Consent, ConfirmOnPaper, Receipt),
)
SCREENS: Final[dict[str, ScreenClass]] = {each.__name__: each for each in _ALL}
