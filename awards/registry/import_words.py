"""Words for imports and exports: what is wrong with a file or a row, states, kinds and outcomes."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from awards.core.workflow import ImportState
from awards.registry.domain import ImportKind, ImportMode, RowOutcome

REFUSALS: dict[str, Any] = {
    "registry.import_day": _l("“%(text)s” is not a day. Write it as 05.03.2026 or 2026-03-05."),
    "registry.import_tenge": _l("“%(text)s” is not an amount in whole tenge. Write digits only."),
    "registry.import_rounded": _l(
        "The spreadsheet turned this number into “%(text)s” and lost its digits. "
        "Format the column as text and enter the 12 digits again."
    ),
    "registry.import_zeros_lost": _l(
        "There are only %(count)s digits here instead of 12: a spreadsheet may have dropped zeros at the "
        "beginning. Format the column as text and enter all 12 digits."
    ),
    "registry.import_choice": _l("“%(text)s” is not in the list. Write one of: %(allowed)s."),
    "registry.import_flag": _l("“%(text)s” is neither yes nor no."),
    "registry.import_languages": _l("“%(text)s” is not a list of languages. Write kk, ru, en."),
    "registry.import_unknown_columns": _l(
        "These columns are not known here: %(names)s. Take the headings from the template."
    ),
    "registry.import_column_twice": _l("These columns are in the file twice: %(names)s."),
    "registry.import_missing_columns": _l(
        "These columns are missing: %(names)s. Take the headings from the template."
    ),
    "registry.import_cells_beyond": _l("There are cells to the right of the last heading. Look for a shift."),
    "registry.import_no_rows": _l("The file has headings but no rows to read."),
    "registry.import_twice": _l("Line %(line)s of the file already says this. Leave one of the two."),
    "registry.import_no_record": _l("No record has this code. Take codes from an export."),
    "registry.import_several": _l(
        "%(count)s records match this row. Give the record code from an export to say which."
    ),
    "registry.import_no_organisation": _l(
        "No organisation with the BIN %(bin)s is in the registry. Import organisations first."
    ),
    "registry.import_no_person": _l("This person is not in the registry. Import people first."),
    "registry.import_namesakes": _l(
        "%(count)s people in the registry bear this name. Give the code from an export or the IIN."
    ),
    "registry.import_other_name": _l(
        "The code or the IIN belongs to another person: “%(name)s”. Look for shifted rows."
    ),
    "registry.import_no_project": _l(
        "No project has the number %(number)s. A new project has no number yet: leave the cell empty."
    ),
    "registry.import_no_office": _l("The organisation has no project office from that day."),
    "registry.import_name_since": _l(
        "The name is not the recorded one. Say from which day it is in force; "
        "for a correction give the recorded day."
    ),
    "registry.import_merged": _l("This record was merged into another one. Use the code of that record."),
    "registry.import_other_body": _l("An HR service imports records of its own organisation alone."),
    "registry.import_contract_differs": _l("Line %(line)s gives the same contract another last day."),
    "registry.import_has_wrong": _l(
        "%(count)s rows are wrong, so the file cannot be taken over whole. "
        "Correct the file, or take over the valid rows only."
    ),
    "registry.import_nothing": _l("The file changes nothing: there is nothing to take over."),
    "registry.import_failed": _l(
        "The portal could not deal with this file. Nothing is lost; tell those who run the portal."
    ),
    "registry.import_changed": _l(
        "The registry changed after the check, and %(count)s rows now come to something else. Nothing was "
        "taken over. Look at the report again."
    ),
    "registry.import_row_changed": _l(
        "The registry changed after the check, so this row was not taken over. "
        "Upload it again to see what it does now."
    ),
    "registry.import_not_here": _l("Incentives and penalties are imported by the organisation’s HR service."),
}
DONE: dict[str, Any] = {
    "registry.import_abandoned": _l("The file was not taken over. Nothing was changed."),
}
LABELS: dict[StrEnum, Any] = {
    ImportKind.ORGANISATIONS: _l("Organisations"),
    ImportKind.NAMES: _l("Names of organisations"),
    ImportKind.SUBORDINATIONS: _l("Parent bodies"),
    ImportKind.PEOPLE: _l("People"),
    ImportKind.PROJECTS: _l("Projects"),
    ImportKind.OFFICES: _l("Project offices"),
    ImportKind.ROLES: _l("Roles people hold"),
    ImportKind.CERTIFICATES: _l("Certificates"),
    ImportKind.ENGAGEMENTS: _l("Engagements"),
    ImportKind.FIRM_ENGAGEMENTS: _l("Contracts of consulting firms"),
    ImportKind.HR_RECORDS: _l("Incentives and penalties"),
    ImportState.READING: _l("Being checked"),
    ImportState.CHECKED: _l("Report ready"),
    ImportState.APPLYING: _l("Being taken over"),
    ImportState.APPLIED: _l("Taken over"),
    ImportState.ABANDONED: _l("Not taken over"),
    ImportState.REFUSED: _l("Refused"),
    ImportMode.ALL_OR_NOTHING: _l("All rows or none"),
    ImportMode.VALID_ROWS: _l("Valid rows only"),
    RowOutcome.WAITING: _l("Not checked yet"),
    RowOutcome.ADD: _l("New"),
    RowOutcome.CHANGE: _l("Changed"),
    RowOutcome.SAME: _l("No change"),
    RowOutcome.WRONG: _l("Wrong"),
}
