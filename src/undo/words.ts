import { wordsOf } from '../i18n/words.ts';

export const say = wordsOf({
  zh: {
    undone: '已撤回刚才的操作。',
    taken_back_publish_demand: '需求 {number} 的发布已撤回，待重新审核。',
    taken_back_grant_instant: '需求 {number} 不再定为即时服务。',
    taken_back_return_demand: '需求 {number} 的退回已撤回，待重新审核，暂时不必修改。',
    taken_back_reject_demand: '需求 {number} 的“不予受理”已撤回，待重新审核。',
    taken_back_change_demand: '需求 {number} 的变更已撤回，一切照旧。',
    taken_back_postpone_demand: '需求 {number} 不延期，时间照旧。',
    taken_back_reopen_demand: '需求 {number} 的重新开放已撤回。',
    taken_back_close_demand: '需求 {number} 的办结已撤回，认领照旧。',
    taken_back_follow_up: '回头帮 {number} 已撤回，原需求不变。',
    taken_back_give_consent: '单位对认领 {number} 的同意已撤回，待单位重新答复。',
    taken_back_own_pledge: '认领 {number} 的本人承诺已撤回，待重新承诺。',
    taken_back_accept_expert: '认领 {number} 的确认已撤回，待受援单位重新确认。',
    taken_back_withdraw_claim: '认领 {number} 不再撤回，继续有效。',
    taken_back_report_no_show: '没有到场的反映（认领 {number}）已撤回，认领照旧。',
    taken_back_uphold_no_show: '没有到场的认定（认领 {number}）已撤回，待联络员重新决定。',
    taken_back_dismiss_no_show: '没有到场的反映（认领 {number}）待联络员重新决定。',
    taken_back_waive_report: '认领 {number} 的服务报告仍需填报。',
    taken_back_recall_expert: '认领 {number} 不再召回，继续有效。',
    taken_back_object_report: '对报告 {number} 的异议已撤回，报告照旧办理。',
    taken_back_void_report: '报告 {number} 的作废已撤回，重新计入统计。',
    taken_back_verify_expert: '专家登记的核实已撤回，待重新核实。',
    taken_back_link_expert: '账号的关联已撤回。',
    taken_back_edit_unit: '对“{number}”的修改已撤回，已恢复为修改前的内容。',

    taken_back_name_coordinators: '联络员的任命已撤回，角色照旧。',
    taken_back_record_blanket: '统一同意已撤回，认领逐项征求单位意见。',
    taken_back_end_blanket: '统一同意继续有效。',
    taken_back_block_dates: '不便时段的登记已撤回。',
    taken_back_end_blocked_dates: '不便时段继续有效。',

    taken_back_merge: '合并已撤回，仍为两份，各自的事项照旧。',
    taken_back_hand_over: '移交已撤回，工作仍由原来的人负责。',
    taken_back_extend_summary: '{number} 年度总结的延期已撤回，仍按原来的期限报送。',
    taken_back_waive_summary: '{number} 年度总结的免报已撤回，仍须报送。',
    taken_back_open_year: '{number} 年的开启已撤回。',
    taken_back_close_year: '{number} 年的结束已撤回，仍在收尾中。',
    taken_back_told_them: '“已告知”已撤回，仍请电话告知。',
    taken_back_note: '上一条消息已撤回。',
    undo_not_yours: '只有当时办理的人可以撤回。',
    undo_too_late: '已超过 {minutes} 分钟，不能再撤回。',
    undo_done: '这一步已经撤回过了。',
    undo_acted_since: '之后{who}已经办理（{when}），不能再撤回。',
    undo_publish_demand: '已有专家认领，不能再撤回发布。',
    undo_grant_instant: '已有专家认领，不能再撤回。',
    undo_accept_expert: '服务已经开始或已有报告，不能再撤回。',
    undo_withdraw_claim: '名额已被认领、需求已不再开放，或您的认领已达上限，不能恢复。',
    undo_recall_expert: '名额已被认领、需求已不再开放，或专家的认领已达上限，不能恢复。',
    undo_void_report: '这次服务已另行填报或办理，或该年度已结束，不能再撤回作废。',
    undo_verify_expert: '这位专家已经认领或参加服务，不能再撤回核实。',
    undo_link_expert: '这个账号已经办理过事项，不能再撤回关联。',
    undo_name_coordinators: '其中有人已经办理过事项，或有的角色已另行变动，不能再撤回；可以逐个撤销角色。',
    undo_record_blanket: '已有认领按此通过，不能再撤回；可以终止，以后的认领逐项征求意见。',

    undo_merge: '合并后有关事项已有办理，不能再撤回。',
    undo_hand_over: '接手人已经办理过事项，不能再撤回。',
    undo_overtaken: '情况已经变化，不能再撤回。',
  },
  en: {
    undone: 'Taken back.',
    taken_back_publish_demand: 'The publication of {number} was taken back; it is to be checked again.',
    taken_back_grant_instant: 'Need {number} is no longer an instant service.',
    taken_back_return_demand:
      'The return of {number} was taken back; it is to be checked again and need not be changed for now.',
    taken_back_reject_demand: 'The rejection of {number} was taken back; it is to be checked again.',
    taken_back_change_demand: 'The change of need {number} was taken back; all is as before.',
    taken_back_postpone_demand: 'Need {number} is not postponed after all; its date stands.',
    taken_back_reopen_demand: 'The reopening of need {number} was taken back.',
    taken_back_close_demand: 'The closing of need {number} was taken back; its claims go on.',
    taken_back_follow_up:
      'Follow-up visit {number} was taken back; the need that it followed stays as it is.',
    taken_back_give_consent:
      'The home unit’s consent to claim {number} was taken back; the unit is to answer again.',
    taken_back_own_pledge: 'The own pledge for claim {number} was taken back; it is to be made again.',
    taken_back_accept_expert:
      'The acceptance of claim {number} was taken back; the host unit is to confirm again.',
    taken_back_withdraw_claim: 'Claim {number} is not withdrawn after all and goes on as before.',
    taken_back_report_no_show: 'The no-show of claim {number} was taken back; the claim goes on as before.',
    taken_back_uphold_no_show:
      'The finding of a no-show (claim {number}) was taken back; a coordinator is to decide again.',
    taken_back_dismiss_no_show: 'The no-show of claim {number} is to be decided again by a coordinator.',
    taken_back_waive_report: 'The report on claim {number} is needed after all.',
    taken_back_recall_expert:
      'The expert of claim {number} is not called back after all; it goes on as before.',
    taken_back_object_report: 'The objection to report {number} was taken back; it goes on as before.',
    taken_back_void_report: 'Report {number} is not voided after all and counts again.',
    taken_back_verify_expert:
      'The verification of the registration was taken back; it is to be verified again.',
    taken_back_link_expert: 'The account is no longer linked.',
    taken_back_edit_unit: 'The change of {number} is taken back; the unit is as it was before.',

    taken_back_name_coordinators: 'The naming of coordinators was taken back; roles are as before.',
    taken_back_record_blanket:
      'The consent in advance was taken back; the home unit is asked about each claim.',
    taken_back_end_blanket: 'The consent in advance goes on as before.',
    taken_back_block_dates: 'The dates that don’t suit were taken back.',
    taken_back_end_blocked_dates: 'The dates that don’t suit stand as before.',

    taken_back_merge: 'The merge was taken back: they are two again, each with what it had.',
    taken_back_hand_over: 'The handover was taken back; the work is with who had it before.',
    taken_back_extend_summary:
      'The extension for the yearly summary of {number} was taken back; it is due when it was before.',
    taken_back_waive_summary:
      'The waiver of the yearly summary of {number} was taken back; it is owed again.',
    taken_back_open_year: 'The opening of {number} was taken back.',
    taken_back_close_year: '{number} is not closed after all; it is closing as before.',
    taken_back_told_them: '“Told them” was taken back; please still call.',
    taken_back_note: 'The message above was taken back.',
    undo_not_yours: 'Only the person who did it can take it back.',
    undo_too_late: 'This can be taken back for {minutes} minutes, which have passed.',
    undo_done: 'This was taken back already.',
    undo_acted_since: '{who} has acted since ({when}), so it can no longer be taken back.',
    undo_publish_demand: 'An expert has claimed it, so the publication can no longer be taken back.',
    undo_grant_instant: 'An expert has claimed it, so this can no longer be taken back.',
    undo_accept_expert: 'The service has begun or is reported, so this can no longer be taken back.',
    undo_withdraw_claim:
      'The slot is taken, the need is no longer open, or the limit of claims is reached, so the claim can not be restored.',
    undo_recall_expert:
      'The slot is taken, the need is no longer open, or the expert’s limit of claims is reached, so the claim can not be restored.',
    undo_void_report:
      'The service was reported anew or acted on since, or the year is closed, so the report stays voided.',
    undo_verify_expert:
      'The expert has claimed or served since, so the verification can no longer be taken back.',
    undo_link_expert: 'The account has been used since, so the link stays.',
    undo_name_coordinators:
      'One of them has acted since, or a role was changed, so this can no longer be taken back; roles can be taken away one by one.',
    undo_record_blanket:
      'A claim has passed by it, so it can no longer be taken back; it can be ended for the claims to come.',

    undo_merge: 'Something was done since with what followed, so the merge can no longer be taken back.',
    undo_hand_over: 'Whoever took over has acted since, so this can no longer be taken back.',
    undo_overtaken: 'Things have moved on, so this can no longer be taken back.',
  },
});
