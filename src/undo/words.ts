import { wordsOf } from '../i18n/words.ts';

export const say = wordsOf({
  zh: {
    undone: '已撤回刚才的操作。',
    taken_back_publish_demand: '需求 {number} 的发布已撤回，待重新审核。',
    taken_back_return_demand: '需求 {number} 的退回已撤回，待重新审核，暂时不必修改。',
    taken_back_reject_demand: '需求 {number} 的“不予受理”已撤回，待重新审核。',
    taken_back_give_consent: '单位对认领 {number} 的同意已撤回，待单位重新答复。',
    taken_back_accept_expert: '认领 {number} 的确认已撤回，待受援单位重新确认。',
    taken_back_withdraw_claim: '认领 {number} 不再撤回，继续有效。',
    taken_back_verify_expert: '专家登记的核实已撤回，待重新核实。',
    taken_back_note: '上一条消息已撤回。',
    undo_not_yours: '只有当时办理的人可以撤回。',
    undo_too_late: '已超过 {minutes} 分钟，不能再撤回。',
    undo_done: '这一步已经撤回过了。',
    undo_acted_since: '之后{who}已经办理（{when}），不能再撤回。',
    undo_publish_demand: '已有专家认领，不能再撤回发布。',
    undo_accept_expert: '服务已经开始或已有报告，不能再撤回。',
    undo_withdraw_claim: '名额已被认领、需求已不再开放，或您的认领已达上限，不能恢复。',
    undo_verify_expert: '这位专家已经认领或参加服务，不能再撤回核实。',
    undo_overtaken: '情况已经变化，不能再撤回。',
  },
  en: {
    undone: 'Taken back.',
    taken_back_publish_demand: 'The publication of {number} was taken back; it is to be checked again.',
    taken_back_return_demand:
      'The return of {number} was taken back; it is to be checked again and need not be changed for now.',
    taken_back_reject_demand: 'The rejection of {number} was taken back; it is to be checked again.',
    taken_back_give_consent:
      'The home unit’s consent to claim {number} was taken back; the unit is to answer again.',
    taken_back_accept_expert:
      'The acceptance of claim {number} was taken back; the host unit is to confirm again.',
    taken_back_withdraw_claim: 'Claim {number} is not withdrawn after all and goes on as before.',
    taken_back_verify_expert:
      'The verification of the registration was taken back; it is to be verified again.',
    taken_back_note: 'The message above was taken back.',
    undo_not_yours: 'Only the person who did it can take it back.',
    undo_too_late: 'This can be taken back for {minutes} minutes, which have passed.',
    undo_done: 'This was taken back already.',
    undo_acted_since: '{who} has acted since ({when}), so it can no longer be taken back.',
    undo_publish_demand: 'An expert has claimed it, so the publication can no longer be taken back.',
    undo_accept_expert: 'The service has begun or is reported, so this can no longer be taken back.',
    undo_withdraw_claim:
      'The slot is taken, the need is no longer open, or the limit of claims is reached, so the claim can not be restored.',
    undo_verify_expert:
      'The expert has claimed or served since, so the verification can no longer be taken back.',
    undo_overtaken: 'Things have moved on, so this can no longer be taken back.',
  },
});
