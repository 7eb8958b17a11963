/**
 * Every act that the audit trail keeps as done, by the room that writes it. `objects/` has a sentence for each, so that
 * none is written that nobody can read.
 */
export const RECORDED_ACTS = [
  // programme, directory
  ...([
    'set_up_programme',
    'change_settings',
    'remove_role',
    'name_coordinators',
    'change_calendar',
  ] as const),
  ...(['register_expert', 'record_expert', 'verify_expert', 'return_registration', 'link_expert'] as const),
  ...(['name_assistant', 'edit_unit'] as const),
  // demands
  ...(['post_demand', 'edit_demand', 'publish_demand', 'forward_demand', 'return_demand'] as const),
  ...(['reject_demand', 'grant_instant', 'follow_up', 'change_demand', 'postpone_demand'] as const),
  ...(['reopen_demand', 'close_demand', 'cancel_demand'] as const),
  // claims
  ...(['claim_slot', 'withdraw_claim', 'keep_claim', 'expire_claim', 'lapse_claim'] as const),
  ...(['give_consent', 'record_consent', 'own_pledge', 'refuse_consent', 'recall_expert'] as const),
  ...(['accept_expert', 'decline_expert', 'ask_other_date', 'waive_report'] as const),
  ...(['report_no_show', 'object_no_show', 'uphold_no_show', 'dismiss_no_show'] as const),
  ...(['record_blanket', 'refuse_blanket', 'end_blanket', 'block_dates', 'end_blocked_dates'] as const),
  // rounds
  ...(['ask_experts', 'send_wave', 'end_round', 'say_yes', 'say_no'] as const),
  // reports
  ...(['file_report', 'revise_report', 'confirm_report', 'object_report', 'accept_report'] as const),
  ...(['return_report', 'override_host', 'amend_report', 'ask_amendment', 'return_amendment'] as const),
  'void_report',
  // imports, links
  ...(['import_file', 'answer_likely', 'apply_import', 'drop_import', 'undo_import', 'import_unit'] as const),
  ...(['make_link', 'end_link'] as const),
  // summaries, years
  ...(['submit_summary', 'accept_summary', 'return_summary', 'extend_summary', 'waive_summary'] as const),
  ...(['open_year', 'begin_year', 'edit_programme', 'close_year', 'correct_year'] as const),
  // documents
  'export',
  // telephone, register, privacy, undo
  ...(['told_them', 'merge', 'hand_over', 'erase_person', 'erase_year', 'undo'] as const),
  // digests, nudges, home
  ...(['post_digest', 'skip_digest', 'mute_digest', 'unmute_digest', 'change_digest'] as const),
  ...(['snooze_nudge', 'not_mine', 'go_away'] as const),
  ...(['message_arrived', 'send_again', 'leave_message'] as const),
] as const;

export type RecordedAct = (typeof RECORDED_ACTS)[number];
