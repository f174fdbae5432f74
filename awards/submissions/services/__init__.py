"""Use cases of entries; callers commit."""

from awards.submissions.services.call import lock_call, refuse_closed
from awards.submissions.services.drafts import (
    EntryData,
    Saved,
    answer_stamp,
    attach_file,
    editable,
    facts_stamp,
    forget_unused_files,
    remove_file,
    save_answer,
    save_facts,
    start_entry,
    withdraw_entry,
)
from awards.submissions.services.eligibility import (
    STAGE_GUARDS,
    decide_eligibility,
    record_fee,
    request_content,
)
from awards.submissions.services.submission import Consents, manifest_of, submit_entry

__all__ = [
    "STAGE_GUARDS", "Consents", "EntryData", "Saved", "answer_stamp", "attach_file", "decide_eligibility",
    "editable", "facts_stamp", "forget_unused_files", "lock_call", "manifest_of", "record_fee",
    "refuse_closed", "remove_file", "request_content", "save_answer", "save_facts", "start_entry",
    "submit_entry", "withdraw_entry",
]  # fmt: skip
