/** Every name by which Slack and people know us; contract of the app, never renamed without a note. */
export type TeamId = `T${string}` | `E${string}`;
export type UserId = `U${string}` | `W${string}`;

export const COMMANDS = {
  expert: '/expert',
  demand: '/expert-demand',
  claim: '/expert-claim',
  report: '/expert-report',
  digest: '/expert-digest',
} as const;

/** Shortcuts in a message's own menu; those of the ⚡ menu are called like the form they open. */
export const MESSAGE_SHORTCUTS = { demandFromMessage: 'demand_from_message' } as const;

export const VIEWS = {
  setUpProgramme: 'set_up_programme',
  settings: 'settings',
  registerExpert: 'register_expert',
  returnRegistration: 'return_registration',
  postDemand: 'post_demand',
  returnDemand: 'return_demand',
  rejectDemand: 'reject_demand',
  cancelDemand: 'cancel_demand',
  recordConsent: 'record_consent',
  refuseConsent: 'refuse_consent',
  declineExpert: 'decline_expert',
  withdrawClaim: 'withdraw_claim',
  fileReport: 'file_report',
  returnReport: 'return_report',
  objectReport: 'object_report',
  overrideHost: 'override_host',
  digestSettings: 'digest_settings',
  submitSummary: 'submit_summary',
  returnSummary: 'return_summary',
  notMine: 'not_mine',
  goAway: 'go_away',
  askExperts: 'ask_experts',
  workCalendar: 'work_calendar',
} as const;

export const ACTIONS = {
  back: 'back',
  openSetUp: 'open_set_up',
  openSettings: 'open_settings',
  registerExpert: 'register_expert',
  verifyExpert: 'verify_expert',
  returnRegistration: 'return_registration',
  postDemand: 'post_demand',
  editDemand: 'edit_demand',
  publishDemand: 'publish_demand',
  returnDemand: 'return_demand',
  rejectDemand: 'reject_demand',
  cancelDemand: 'cancel_demand',
  openNeeds: 'open_needs',
  claimSlot: 'claim_slot',
  withdrawClaim: 'withdraw_claim',
  giveConsent: 'give_consent',
  refuseConsent: 'refuse_consent',
  recordConsent: 'record_consent',
  acceptExpert: 'accept_expert',
  declineExpert: 'decline_expert',
  fileReport: 'file_report',
  confirmReport: 'confirm_report',
  objectReport: 'object_report',
  acceptReport: 'accept_report',
  returnReport: 'return_report',
  overrideHost: 'override_host',
  amendReport: 'amend_report',
  showAttachments: 'show_attachments',
  undo: 'undo',
  postDigestNow: 'post_digest_now',
  skipDigest: 'skip_digest',
  digestSettings: 'digest_settings',
  muteDigest: 'mute_digest',
  snoozeNudge: 'snooze_nudge',
  snoozeThreeDays: 'snooze_three_days',
  snoozeSevenDays: 'snooze_seven_days',
  wakeNudge: 'wake_nudge',
  notMine: 'not_mine',
  goAway: 'go_away',
  openSummary: 'open_summary',
  submitSummary: 'submit_summary',
  acceptSummary: 'accept_summary',
  returnSummary: 'return_summary',
  askExperts: 'ask_experts',
  sayYes: 'say_yes',
  sayNo: 'say_no',
  stopAsking: 'stop_asking',
  messageArrived: 'message_arrived',
  sendAgain: 'send_again',
  workCalendar: 'work_calendar',
} as const;

/** By this block a click knows that it was made on a card, and not on a list that names the same need. */
export const CARD_ROW = 'card:';

export type ActionId = (typeof ACTIONS)[keyof typeof ACTIONS];
export type ViewId = (typeof VIEWS)[keyof typeof VIEWS];
