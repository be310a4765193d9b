"""Who gets in where: every address of site and API, for every role and a stranger.

The table says what each address answers to each role. The addresses come from the resolver: one
that is not in the table fails, so nobody adds a page without saying whom it is for.
"""

from dataclasses import dataclass
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.make import sign_in
from tests.urls_examples import address, build_world, patterns

pytestmark = pytest.mark.django_db

# "bare": staff whose session lacks its second factor. "device": a paired phone, by its token.
# "neighbour": the enlace of another body, and "recused": a seat of the jury that may not open the
# proposal of the examples. They are answered as `enlace` and `jury`, save where it is said.
ROLES = [
    "stranger",
    "servidor",
    "enlace",
    "neighbour",
    "gate",
    "bare",
    "staff",
    "verifier",
    "jury",
    "recused",
    "administrator",
    "device",
]
ALIKE = {"neighbour": "enlace", "recused": "jury"}
TOKEN = "token-de-prueba"

# Two answers that are redirections with a meaning; any other is told by its number.
LOGIN, SECOND = "login", "second factor"


def family(default, **others) -> dict:
    """What each role is answered: `default`, save what `others` say."""
    unknown = set(others) - set(ROLES)
    assert not unknown, f"no such roles: {unknown}"
    cells = {role: others.get(role, default) for role in ROLES}
    return cells | {one: cells[like] for one, like in ALIKE.items() if one not in others}


def only(*roles, answer=200, otherwise=404, bare=404, **others) -> dict:
    """For these roles; others learn nothing, strangers are asked to sign in."""
    cells = dict.fromkeys(roles, answer) | others
    return family(otherwise, **{"stranger": LOGIN, "device": LOGIN, "bare": bare, **cells})


EVERYBODY = family(200)
NOBODY = family(404)
NOT_BY_GET = family(405)


def signed_in(answer=200, **others) -> dict:
    return family(answer, **{"stranger": LOGIN, "device": LOGIN, **others})


def staff(answer=200, **others) -> dict:
    return only("staff", "administrator", answer=answer, bare=SECOND) | others


def administrator(answer=200) -> dict:
    return only("administrator", answer=answer)


def enlace(answer=200) -> dict:
    """An enlace, about what is of their own body."""
    return only("enlace", answer=answer, neighbour=404)


def any_enlace(answer=200) -> dict:
    return only("enlace", answer=answer)


def panel(answer=200) -> dict:
    roles = ["gate", "staff", "verifier", "jury", "administrator"]
    return only(*roles, answer=answer, bare=SECOND)


def door(answer=200) -> dict:
    """Gate staff and staff."""
    return only("gate", "staff", "administrator", answer=answer, bare=SECOND)


def by_device(answer=200) -> dict:
    """The gate's API: a session opens nothing here, a device's token everything."""
    return family(401, device=answer)


@dataclass(frozen=True)
class Post:
    """An address that answers POST only: what it answers to `data`, by role."""

    cells: dict
    data: dict | None = None
    json: bool = False


# name: what it answers by GET, or Post(…) where it takes nothing but POST.
TABLE: dict[str, dict | Post] = {
    # The public site.
    "home": EVERYBODY,
    "jornadas:calendar": EVERYBODY,
    "jornadas:event": EVERYBODY,
    "jornadas:ics": EVERYBODY,
    "talleres:index": EVERYBODY,
    "talleres:event": EVERYBODY,
    "talleres:ics": EVERYBODY,
    "talleres:material": EVERYBODY,
    "calendar_feeds": EVERYBODY,
    "calendar_all": EVERYBODY,
    "calendar_group": EVERYBODY,
    "calendar_personal": EVERYBODY,  # by a secret address
    "pass": EVERYBODY,
    "pass_picture": EVERYBODY,
    "mail_stop": EVERYBODY,
    "help": EVERYBODY,
    "help_page": EVERYBODY,
    "health": family(503),  # no worker runs beside the tests, and it says so
    "brand_css": EVERYBODY,
    "brand_logo": NOBODY,
    "gate": EVERYBODY,
    "gate_scanner": EVERYBODY,
    "gate_manifest": EVERYBODY,
    "gate_worker": EVERYBODY,
    "privacidad:index": EVERYBODY,
    "privacidad:notice": EVERYBODY,
    # Verifying constancias.
    "certificates_verify": EVERYBODY,
    "certificates_verify_file": Post(EVERYBODY),  # says that the file is missing
    "certificates_check": EVERYBODY,
    "certificate_keys": EVERYBODY,
    "certificate_keys_json": EVERYBODY,
    "certificate_issuer": EVERYBODY,
    "certificate": EVERYBODY,
    "certificate_status": EVERYBODY,
    "certificate_pdf": only("servidor", "staff", "administrator"),
    "certificate_badge": only("servidor", "staff", "administrator"),
    # Calls.
    "calls": EVERYBODY,
    "call": EVERYBODY,
    **dict.fromkeys(
        [
            "panel_calls",
            "panel_call",
            "panel_call_add",
            "panel_call_copy",
            "panel_call_criterion",
            "panel_call_criterion_add",
            "panel_call_criterion_remove",
            "panel_call_discard",
            "panel_call_move",
            "panel_call_preview",
            "panel_call_publish",
            "panel_call_requirement",
            "panel_call_requirement_add",
            "panel_call_requirement_remove",
            "panel_call_rules",
            "panel_call_seat",
            "panel_call_seat_add",
            "panel_call_seat_remove",
            "panel_call_texts",
            "panel_call_withdraw",
        ],
        only("staff", "verifier", "administrator", bare=SECOND),
    ),
    **dict.fromkeys(
        ["panel_call_seats", "panel_holder", "panel_holder_add", "panel_holder_remove"], staff()
    ),
    # Results and the register of practices; why, for the body and the authors.
    **dict.fromkeys(
        [
            "call_results",
            "practices",
            "practices_csv",
            "practices_json",
            "practices_xlsx",
            "practice",
        ],
        EVERYBODY,
    ),
    # Proposals: the enlace of their body, and the author of the example's draft.
    "mine_proposals": signed_in(),
    "proposal_new": signed_in(),
    "proposal_from_ficha": Post(enlace(302)),
    **dict.fromkeys(
        [
            "proposal",
            "proposal_author_add",
            "proposal_evidence_add",
            "proposal_evidence_remove",
            "proposal_send",
            "proposal_state",
            "proposal_withdraw",
        ],
        only("servidor", "enlace", neighbour=404),
    ),
    # Says that the question is missing.
    "proposal_save": Post(only("servidor", "enlace", answer=422, neighbour=404)),
    "proposal_author_remove": Post(only("servidor", "enlace", answer=302, neighbour=404)),
    "proposal_prevention": enlace(),
    # Files of an admitted one: whoever verifies or judges it too.
    **dict.fromkeys(
        ["proposal_evidence", "proposal_evidence_look"],
        only("enlace", "staff", "verifier", "jury", "administrator", neighbour=404, recused=404),
    ),
    "proposal_receipt": only("enlace", "staff", "verifier", "administrator", neighbour=404),
    **dict.fromkeys(
        ["panel_proposal_capture", "panel_proposal_captured", "panel_receipt"],
        staff(verifier=200),
    ),
    "proposal_feedback": enlace(),
    "practice_renew": enlace(),
    # Results in the panel; documents are issued by staff.
    **dict.fromkeys(
        ["panel_results", "panel_feedback"],
        only("staff", "verifier", "administrator", bare=SECOND),
    ),
    **dict.fromkeys(["panel_recognitions", "panel_recognitions_issue"], staff()),
    # One's own.
    "mine_certificates": signed_in(),
    "mine_wrong_name": only("servidor"),
    # Fichas: who writes them; who may read them.
    "mine_fichas": signed_in(),
    "workshop_fichas": only("servidor"),
    "ficha": only("servidor", "enlace", "staff", "administrator", neighbour=404),
    "ficha_save": Post(only("servidor", answer=422)),  # says that the question is missing
    "ficha_finish": Post(only("servidor", answer=302)),
    "ficha_reopen": Post(only("servidor", answer=302)),
    "ficha_comment": Post(only("servidor", answer=302)),
    "ficha_settle": Post(only("servidor", answer=302)),
    **dict.fromkeys(
        ["ficha_state", "ficha_team", "ficha_leave", "ficha_comments"], only("servidor")
    ),
    "jornadas:register": signed_in(),
    "talleres:register": signed_in(),
    "pass_cancel": only("servidor"),
    "mi_espacio": signed_in(),
    "arrival": signed_in(),
    "certificate_name_confirm": Post(signed_in(302)),
    "certificate_name": signed_in(302, servidor=200, enlace=200),
    "mine_presence": only("servidor"),
    "mine_mail": signed_in(302, servidor=200, enlace=200),
    "mine_calendar": signed_in(302, servidor=200, enlace=200),
    "mine_calendar_create": Post(signed_in(404, servidor=302, enlace=302)),
    "mine_calendar_change": only("servidor"),  # the enlace of the example has none
    "mine_calendar_remove": only("servidor"),
    "privacidad:mine": signed_in(),
    "privacidad:mine_json": signed_in(),
    # Accounts.
    "account_login": family(302, stranger=200, device=200, bare=SECOND),
    "account_confirm_login_code": signed_in(302, bare=SECOND),
    "mfa_authenticate": signed_in(302, bare=SECOND),
    "mfa_login_webauthn": signed_in(302, bare=SECOND),
    "account_logout": family(200, stranger=302, device=302),
    "account_inactive": EVERYBODY,
    "access_request": EVERYBODY,
    "access_request_sent": EVERYBODY,
    "demo": NOBODY,
    "demo_enter": Post(NOBODY),
    "second_factor": signed_in(302, bare=200),
    "mfa_index": signed_in(),
    "mfa_reauthenticate": signed_in(403),
    "mfa_reauthenticate_webauthn": signed_in(403),
    "mfa_activate_totp": signed_in(),
    "mfa_deactivate_totp": signed_in(404),
    "mfa_view_recovery_codes": signed_in(404),
    "mfa_generate_recovery_codes": signed_in(),
    "mfa_download_recovery_codes": signed_in(404),
    "mfa_list_webauthn": signed_in(),
    "mfa_add_webauthn": signed_in(),
    "mfa_remove_webauthn": signed_in(404),
    "mfa_edit_webauthn": signed_in(404),
    "usersessions_list": signed_in(),
    # The enlace's room.
    "enlace_requests": any_enlace(),
    "enlace_request": enlace(),
    "enlace_request_accept": Post(enlace(302), {"person": "new"}),
    "enlace_request_reject": Post(enlace(302), {"reason": "No trabaja aquí."}),
    **dict.fromkeys(
        [
            "enlace",
            "enlace_export",
            "enlace_person_new",
            "enlace_imports",
            "enlace_import_blank",
            "enlace_import_new",
        ],
        any_enlace(),
    ),
    **dict.fromkeys(
        [
            "enlace_person",
            "enlace_person_edit",
            "enlace_post_change",
            "enlace_post_end",
            "enlace_import",
            "enlace_import_cancel",
            "enlace_import_decide",
            "enlace_import_progress",
        ],
        enlace(),
    ),
    "enlace_import_confirm": enlace(302),  # nothing to confirm in the example
    "enlace_import_rejected": enlace(404),  # nothing was rejected in the example
    "enlace_post_enabled": Post(enlace(302)),
    "enlace_thread": any_enlace(),
    # The panel: the doors of an event, for gate staff too.
    "panel": panel(),
    **dict.fromkeys(
        [
            "panel_events",
            "panel_event_live",
            "panel_event_live_bodies",
            "panel_event_live_fragment",
            "panel_conflict",
            "panel_conflicts",
            "panel_desk",
            "panel_device",
            "panel_device_revoke",
            "panel_devices",
            "panel_drill",
            "panel_pairing",
            "panel_room",
            "panel_room_close",
            "panel_room_open",
            "panel_room_screen",
            "panel_room_screen_now",
            "panel_scan_undo",
            "panel_scans",
            "panel_walkin_add",
        ],
        door(),
    ),
    # The panel: who came without a registration, which is about the roster.
    **dict.fromkeys(
        [
            "panel_walkin",
            "panel_walkin_choose",
            "panel_walkin_new",
            "panel_walkin_reopen",
            "panel_walkin_undo",
            "panel_walkins",
        ],
        staff(),
    ),
    # The panel: the programme.
    **dict.fromkeys(
        [
            "panel_programs",
            "panel_program",
            "panel_program_add",
            "panel_program_edit",
            "panel_program_import",
            "panel_group",
            "panel_group_add",
            "panel_group_delete",
            "panel_group_edit",
            "panel_exception_add",
            "panel_exception_remove",
            "panel_event",
            "panel_event_add",
            "panel_event_audience",
            "panel_event_basics",
            "panel_event_body_add",
            "panel_event_change_add",
            "panel_event_date_status",
            "panel_event_delete",
            "panel_event_details",
            "panel_event_publish",
            "panel_event_seats",
            "panel_event_window",
            "panel_event_minimum",
            "panel_event_withdraw",
            "panel_event_cancel",
            "panel_event_postpone",
            "panel_session",
            "panel_session_add",
            "panel_session_remove",
            "panel_sessions",
            "panel_workshop",
            "panel_workshop_edit",
            "panel_material",
            "panel_material_add",
            "panel_material_remove",
            "panel_exercise",
            "panel_exercise_add",
            "panel_exercise_remove",
            "panel_fichas",
            "panel_fichas_fragment",
            "panel_fichas_one",
            "panel_fichas_one_fragment",
            "panel_speaker",
            "panel_speaker_add",
            "panel_speaker_delete",
            "panel_speakers",
            "panel_venue",
            "panel_venue_add",
            "panel_venue_delete",
            "panel_venues",
            "panel_day_add",
            "panel_day_delete",
            "panel_days",
        ],
        staff(),
    ),
    "panel_exercise_up": Post(staff(302)),
    "panel_exercise_down": Post(staff(302)),
    "panel_fichas_close": Post(staff(302)),
    "panel_fichas_open": Post(staff(302)),
    "panel_program_publish": staff(302),  # the example is published
    "panel_program_import_save": Post(staff(302)),
    "panel_event_body_remove": Post(staff(302)),
    "panel_event_duplicate": Post(staff(302)),
    "panel_days_of_law": Post(staff(302)),
    # The panel: the thread and the plan.
    **dict.fromkeys(
        [
            "panel_thread",
            "panel_thread_body",
            "panel_thread_stopped",
            "panel_thread_stopped_xlsx",
            "panel_thread_xlsx",
            "panel_plan",
            "panel_plan_mark",
            "panel_plan_unmark",
            "panel_plan_xlsx",
        ],
        staff(),
    ),
    "panel_plan_load": Post(staff(302)),
    # The panel: who comes.
    **dict.fromkeys(
        [
            "panel_lists",
            "panel_list_pdf",
            "panel_list_xlsx",
            "panel_register",
            "panel_register_search",
            "panel_registration",
            "panel_presence",
            "panel_presence_add",
            "panel_presence_withdraw",
            "panel_presence_evidence",
            "panel_event_reviews",
            "panel_reviews",
            "panel_review",
            "panel_registration_advance",
            "panel_registration_cancel",
            "panel_registration_resend",
            "panel_registrations",
            "panel_registrations_xlsx",
            "panel_certificates",
            "panel_certificates_xlsx",
            "panel_certificates_zip",
            "panel_certificates_issue",
            "panel_certificates_progress",
            "panel_certificates_all",
            "panel_certificates_issued_xlsx",
            "panel_certificates_one",
            "panel_certificates_document",
            "panel_certificates_correct",
            "panel_certificates_revoke",
            "panel_certificates_wordings",
            "panel_certificates_wording",
            "panel_zoom",
            "panel_zoom_attendee",
            "panel_zoom_settled",
            "panel_zoom_withdraw",
            "panel_sheets",
            "panel_sheets_progress",
            "panel_sheet",
            "panel_sheet_picture",
            "panel_sheet_file",
            "panel_sheet_withdraw",
        ],
        staff(),
    ),
    "panel_sheet_place": Post(staff(422)),  # says what is missing
    "panel_zoom_settle": staff(302),  # to the first who is to be confirmed
    # The example was sent by the account of the staff, and is nobody else's to see.
    "panel_zoom_review": staff(administrator=302),
    "panel_zoom_save": Post(staff(200, administrator=302)),  # shown first, as nobody has seen it
    "panel_zoom_discard": Post(staff(302)),
    "panel_zoom_identify": Post(staff(404), {"registration": "0"}),
    "panel_zoom_ignore": Post(staff(302)),
    "panel_zoom_reopen": Post(staff(302)),
    "panel_certificates_working": staff(302),  # nothing was asked for
    "panel_certificates_names": staff(302),  # nobody is left to ask
    "panel_certificates_issue_one": Post(staff(302)),
    "panel_certificates_issue_speaker": Post(staff(404)),  # speaks at no session of the event
    "panel_certificates_wording_preview": Post(staff(422)),  # says what is missing
    # The panel: writing to an audience.
    **dict.fromkeys(
        [
            "panel_announcements",
            "panel_announcement",
            "panel_announcement_add",
            "panel_announcement_delete",
            "panel_announcement_edit",
            "panel_announcement_progress",
            "panel_announcement_send",
            "panel_announcement_stop",
            "panel_announcement_without_mailbox",
            "panel_letterhead",
            "panel_oficio",
            "panel_oficio_add",
            "panel_oficio_draft",
            "panel_oficios",
            "panel_oficios_print",
        ],
        staff(),
    ),
    "panel_announcement_duplicate": Post(staff(302)),
    "panel_announcement_pause": Post(staff(302)),
    "panel_announcement_resume": Post(staff(302)),
    "panel_announcement_test": Post(staff(302)),
    # The panel: verification of proposals, and the recusals of the jury.
    **dict.fromkeys(
        [
            "panel_proposals",
            "panel_proposals_xlsx",
            "panel_proposal",
            "panel_proposal_evidence",
            "panel_proposal_prevent",
            "panel_proposal_reject",
            "panel_recusals",
        ],
        staff(verifier=200),
    ),
    "panel_proposal_admit": staff(302, verifier=302),  # the example lacks a requirement
    "panel_recusal_withdraw": staff(),
    "recusal": only("jury", recused=404),
    # The panel: the jury; the room of a seat, then the table, the session and the dictamen.
    "jury": only("jury"),
    **dict.fromkeys(["jury_proposal", "jury_hand_in"], only("jury", recused=404)),
    "jury_save": Post(only("jury", recused=404)),
    **dict.fromkeys(
        [
            "panel_jury_table",
            "panel_jury_xlsx",
            "panel_jury_open",
            "panel_jury_session",
            "panel_jury_close",
            "panel_jury_acta",
            "panel_jury_rule",
            "panel_jury_dictamen",
        ],
        staff(verifier=200),
    ),
    "panel_jury_sign": staff(),
    "panel_jury_corrigendum": staff(),
    # The panel: the padrón.
    **dict.fromkeys(
        [
            "panel_bodies",
            "panel_bodies_export",
            "panel_body",
            "panel_body_edit",
            "panel_body_new",
            "panel_alias_drop",
            "panel_alias_new",
            "panel_enlace_end",
            "panel_enlace_new",
            "panel_people",
            "panel_people_export",
            "panel_person",
            "panel_person_edit",
            "panel_person_new",
            "panel_post_change",
            "panel_post_end",
            "panel_post_new",
            "panel_imports",
            "panel_import",
            "panel_import_blank",
            "panel_import_cancel",
            "panel_import_decide",
            "panel_import_new",
            "panel_import_progress",
        ],
        staff(),
    ),
    "panel_import_confirm": staff(302),  # nothing to confirm in the example
    "panel_import_rejected": staff(404),  # nothing was rejected in the example
    "panel_post_enabled": Post(staff(302)),
    # The panel: the rest of what staff do.
    "panel_style": staff(),
    "panel_requests": staff(),
    "panel_request": staff(),
    "panel_request_accept": Post(staff(302), {"person": "new"}),
    "panel_request_reject": Post(staff(302), {"reason": "No trabaja ahí."}),
    "panel_messages": staff(),
    "panel_messages_retry": staff(),
    "panel_message": staff(),
    "panel_message_html": staff(),
    "panel_message_retry": Post(staff(302)),
    # Administration.
    "panel_accounts": administrator(),
    "panel_account_new": administrator(),
    "panel_account": administrator(),
    "panel_account_grant": administrator(),
    "panel_role_end": administrator(),
    "panel_account_reset": administrator(),
    "panel_account_close": administrator(),
    "panel_account_reopen": Post(administrator(302)),
    "panel_institution": administrator(),
    "panel_identity_new": administrator(),
    "panel_identity_logo": administrator(),
    "panel_signatory_new": administrator(),
    "panel_signatory_end": administrator(),
    "panel_log": administrator(),
    "panel_notices": administrator(),
    "panel_notice_new": administrator(),
    # The API.
    "api:openapi-json": EVERYBODY,
    "api:api-root": NOBODY,
    "api:unknown_address": NOBODY,
    "api:events": EVERYBODY,
    "api:event": EVERYBODY,
    "api:certificate": EVERYBODY,
    "api:practices": EVERYBODY,
    "api:practice": EVERYBODY,
    "api:pair": Post(family(403), {"secret": "falso"}, json=True),
    "api:scans": Post(by_device(422), {"scans": []}, json=True),
    "api:people": by_device(),
    "api:add_walkin": Post(by_device(422), {}, json=True),
    "api:bodies": by_device(),
    "api:health": Post(by_device(), {"queue": 0}, json=True),
    "api:status": by_device(),
    "api:undo": Post(by_device(404), {"id": "00000000-0000-4000-8000-000000000000"}, json=True),
}

PATTERNS = dict(patterns())
NAMES = sorted(PATTERNS)
SITE = [name for name in NAMES if not name.startswith("admin:")]
ADMIN = [name for name in NAMES if name.startswith("admin:")]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The examples, built once; what a cell does is undone, and all of it in the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = build_world()
        built.cookies = {
            role: sign_in(Client(), user, second_factor=role != "bare").cookies.output(header="")
            for role, user in built.users.items()
        }
        yield built
        transaction.set_rollback(True)


def ask(world, role: str, path: str, method="get", data=None, json=False):
    """What `path` answers to `role`: a number, or where it leads. Then all is undone."""
    headers = {"authorization": f"Bearer {TOKEN}"} if role == "device" else {}
    client = Client(raise_request_exception=False, headers=headers)
    client.cookies = SimpleCookie(world.cookies.get(role, ""))
    kind = {"content_type": "application/json"} if json else {}
    point = transaction.savepoint()
    try:
        answer = getattr(client, method)(path, data, **kind)
    finally:
        transaction.savepoint_rollback(point)
    if answer.streaming:
        answer.close()  # the file it gives
    if answer.status_code == 302 and answer.url.startswith(reverse("account_login")):
        return LOGIN
    if answer.status_code == 302 and answer.url.startswith(reverse("second_factor")):
        return SECOND
    return answer.status_code


@pytest.mark.parametrize("name", SITE)
def test_an_address_answers_each_role_as_the_table_says(world, name):
    if name not in TABLE:
        pytest.fail(
            f"«{name}» is a new address. Say in TABLE (tests/test_permissions.py) what it answers "
            "to each role, and in ARGUMENTS (tests/urls_examples.py) an example of its arguments.",
            pytrace=False,
        )
    said, path = TABLE[name], address(world, name, PATTERNS[name])
    if isinstance(said, Post):
        assert differences(NOT_BY_GET, lambda role: ask(world, role, path)) == {}
        posted = {"method": "post", "data": said.data, "json": said.json}
        assert differences(said.cells, lambda role: ask(world, role, path, **posted)) == {}
    else:
        assert differences(said, lambda role: ask(world, role, path)) == {}


def differences(said: dict, answer) -> dict:
    """Where a role is answered something else than was said: what, and what was said."""
    asked = {role: answer(role) for role in said}
    return {role: (asked[role], said[role]) for role in said if asked[role] != said[role]}


def test_the_table_names_no_address_that_is_gone():
    assert sorted(set(TABLE) - set(SITE)) == []


# /admin/ is one family: administrators with their second factor, and nobody else.
ADMIN_ANSWERS = {
    "login": 302,
    "logout": 405,
    "password_change": 404,
    "password_change_done": 404,
    "view_on_site": 404,
    "autocomplete": 403,
}


@pytest.mark.parametrize("name", ADMIN)
def test_the_admin_is_for_administrators(world, name):
    path = admin_address(name)
    assert ask(world, "administrator", path) in admin_answers(name)
    assert differences(admin_outside(), lambda role: ask(world, role, path)) == {}


def admin_address(name: str) -> str:
    """The address of a page of /admin/, about an object that is not there where it asks for one."""
    if name.startswith("admin:?"):
        return "/admin/no-existe/"
    for arguments in (
        {},
        {"object_id": "0"},
        {"app_label": "padron"},
        {"content_type_id": 0, "object_id": 0},
    ):
        try:
            return reverse(name, kwargs=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(f"no example of arguments for {name}")


def admin_answers(name: str) -> set:
    last = name.removeprefix("admin:")
    if last.startswith("?"):
        return {404}
    if last in ADMIN_ANSWERS:
        return {ADMIN_ANSWERS[last]}
    return {200, 302, 403}


def admin_outside() -> dict:
    cells = family(404, stranger=LOGIN, device=LOGIN)
    return {role: cells[role] for role in ROLES if role != "administrator"}
