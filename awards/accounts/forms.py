"""Forms of accounts."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length

from awards.accounts.domain import INVITABLE
from awards.core.actor import Role
from awards.core.text import Locale
from awards.web.forms import BaseForm
from awards.web.locale import NAMES, current_locale
from awards.web.words import label

_NEEDED = InputRequired(_l("Fill this in."))
_WRITTEN = DataRequired(_l("Fill this in."))
_NAME_SIZE = Length(max=200, message=_l("Use %(max)d characters or fewer."))
_EMAIL_SIZE = Length(max=254, message=_l("Use %(max)d characters or fewer."))
_REASON_SIZE = Length(max=300, message=_l("Use %(max)d characters or fewer."))
_ADDRESS = Email(_l("Write an e-mail address like name@example.kz."), check_deliverability=False)
_LANGUAGES = [(code.value, name) for code, name in NAMES.items()]


def _trimmed(text: str | None) -> str:
    return " ".join((text or "").split())


class _WithLocale(BaseForm):
    """Forms that ask for a language begin with the page's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("locale", current_locale())
        super().__init__(*args, **kwargs)


class SignInForm(BaseForm):
    email = EmailField(_l("E-mail"), validators=[_WRITTEN, _EMAIL_SIZE], filters=[_trimmed])
    password = PasswordField(_l("Password"), validators=[_NEEDED])
    next = HiddenField()


class RegisterForm(_WithLocale):
    name = StringField(_l("Your full name"), validators=[_WRITTEN, _NAME_SIZE], filters=[_trimmed])
    email = EmailField(_l("E-mail"), validators=[_WRITTEN, _EMAIL_SIZE, _ADDRESS], filters=[_trimmed])
    password = PasswordField(_l("Password"), validators=[_NEEDED])
    locale = RadioField(_l("Language of letters to you"), choices=_LANGUAGES)


class JoinForm(_WithLocale):
    """Someone invited makes an account; the address is the invited one."""

    name = StringField(_l("Your full name"), validators=[_WRITTEN, _NAME_SIZE], filters=[_trimmed])
    password = PasswordField(_l("Password"), validators=[_NEEDED])
    locale = RadioField(_l("Language of letters to you"), choices=_LANGUAGES)


class ForgottenForm(BaseForm):
    email = EmailField(_l("E-mail"), validators=[_WRITTEN, _EMAIL_SIZE], filters=[_trimmed])


class NewPasswordForm(BaseForm):
    password = PasswordField(_l("New password"), validators=[_NEEDED])


class ChangePasswordForm(BaseForm):
    current = PasswordField(_l("Present password"), validators=[_NEEDED])
    password = PasswordField(_l("New password"), validators=[_NEEDED])


class AccountForm(BaseForm):
    name = StringField(_l("Your full name"), validators=[_WRITTEN, _NAME_SIZE], filters=[_trimmed])
    locale = RadioField(_l("Language of letters to you"), choices=_LANGUAGES)


class ColleagueForm(_WithLocale):
    email = EmailField(
        _l("E-mail of the colleague"), validators=[_WRITTEN, _EMAIL_SIZE, _ADDRESS], filters=[_trimmed]
    )
    locale = RadioField(_l("Language of the invitation"), choices=_LANGUAGES)


class RoleInvitationForm(_WithLocale):
    email = EmailField(_l("E-mail"), validators=[_WRITTEN, _EMAIL_SIZE, _ADDRESS], filters=[_trimmed])
    role = SelectField(_l("Role"), validators=[_NEEDED])
    locale = RadioField(_l("Language of the invitation"), choices=_LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role.value, label(role)) for role in INVITABLE]

    def chosen_role(self) -> Role:
        return Role(self.role.data)


class RevokeForm(BaseForm):
    reason = StringField(_l("Why the role ends"), validators=[_WRITTEN, _REASON_SIZE], filters=[_trimmed])


def locale_of(form: Any) -> Locale:
    """The language chosen in a form."""
    return Locale(form.locale.data)
