import { wordsOf } from '../i18n/words.ts';

/** Of a need after its publication. */
export const say = wordsOf({
  zh: {
    change_title: '变更需求 {number}',
    reopen_title: '重新开放 {number}',
    postpone_title: '延期',
    close_title: '办结需求',
    change: '变更',
    postpone: '延期',
    reopen: '重新开放',
    close: '办结',
    change_reason: '变更的理由',
    change_reason_hint: '会转告受影响的专家、单位和联络员。',
    postpone_reason: '延期的理由',
    postpone_hint: '新的时间还没有定。已认领的专家保留名额；定下时间后请“重新开放”，那时再请他们答复。',
    close_reason: '办结的理由',
    close_hint: '尚未服务的认领随之结束，专家会收到理由；已经完成的服务不受影响。',
    time_hint: '改了日期，可以不改这里；只改这里，日期按新的文字理解。',
    slots_hint: '不能少于已有专家的名额。',
    nothing_changed: '没有任何改动。',
    slots_held: '已有 {held} 位专家认领，名额不能少于这个数。',
    changed_meanwhile: '您打开表单以后，{number} 又有改动。请核对下面的内容，再提交一次。',

    done_change_demand: '{number} 已变更。',
    done_postpone_demand: '{number} 已延期。时间定下后请“重新开放”；在此之前不再提醒，名额不会过期。',
    done_reopen_demand: '{number} 已重新开放。',
    done_close_demand: '{number} 已办结。',
    asked_anew: '时间有变：已请 {n} 位专家重新答复，并请派出单位重新同意；名额保留。',
    served_already: '{number} 已有专家完成服务，不能重新开放。再去一次请用“回头帮”。',
    over_already: '{number} 的服务已经结束，不能再变更。要改时间请“重新开放”，再去一次请用“回头帮”。',
    over_served: '{number} 已有专家完成服务，不能再变更。再去一次请用“回头帮”。',

    told_change_demand: '需求 {number} 有变更：{title}',
    told_postpone_demand: '需求 {number} 已延期，新的时间待定：{title}',
    told_reopen_demand: '需求 {number} 已重新开放：{title}',
    told_close_demand: '需求 {number} 已办结：{title}',
    told_keeps: '您的认领继续有效，无需答复。',
    publish_instant: '发布，定为即时',
    grant_instant: '定为即时服务',
    instant: '即时服务：认领后立即确认',
    notice_instant: '您的需求 {number} 已定为即时服务，专家认领后立即确认：{title}',
    done_grant_instant: '{number} 已定为即时服务：认领后立即确认，同意手续随后补办。',
    instant_already: '{number} 已经是即时服务。',
    follow_up: '回头帮',
    follow_title: '回头帮',
    follow_note:
      '再去一次是一条新的需求，有自己的编号，接续 {number}；原需求不变。发布后优先邀请上次的专家。',
    follow_reason: '为什么再去一次',
    follow_reason_hint: '记入办理记录。',
    follows: '接续',
    not_served_yet: '服务开始以后才能提出回头帮；要改时间请“变更”或“重新开放”。',
    from_to: '{from} → {to}',
    time_postponed: '时间待定',
  },
  en: {
    change_title: 'Change {number}',
    reopen_title: 'Reopen {number}',
    postpone_title: 'Postpone',
    close_title: 'Close the need',
    change: 'Change',
    postpone: 'Postpone',
    reopen: 'Reopen',
    close: 'Close',
    change_reason: 'Why it changes',
    change_reason_hint: 'The experts, units and coordinators concerned will read it.',
    postpone_reason: 'Why it is postponed',
    postpone_hint:
      'There is no new date yet. Experts who claimed keep their slots; once the date is known, press “Reopen”, and they are asked then.',
    close_reason: 'Why it is closed',
    close_hint:
      'Claims whose service has not taken place end, and their experts read why; what was served stays.',
    time_hint: 'If you changed the days, leave this; if you change only this, the days are read from it.',
    slots_hint: 'Not fewer than experts hold already.',
    nothing_changed: 'Nothing was changed.',
    slots_held: '{held} {held|expert holds|experts hold} a slot already; there can not be fewer.',
    changed_meanwhile:
      '{number} was changed after you opened this form. Please look at what stands below and submit again.',

    done_change_demand: '{number} is changed.',
    done_postpone_demand:
      '{number} is postponed. Press “Reopen” once there is a date; until then nobody is reminded and no slot expires.',
    done_reopen_demand: '{number} is open again.',
    done_close_demand: '{number} is closed.',
    asked_anew:
      'The date moved: {n} {n|expert is|experts are} asked anew, and so are their home units; the slots are kept.',
    served_already:
      '{number} has been served, so it can not be reopened. To go there again, use “Follow-up visit”.',
    over_served:
      '{number} has been served, so it can no longer be changed. To go there again, use “Follow-up visit”.',
    over_already:
      'The service of {number} is over, so it can no longer be changed. For another date press “Reopen”; to go there again, use “Follow-up visit”.',

    told_change_demand: 'Need {number} was changed: {title}',
    told_postpone_demand: 'Need {number} is postponed, without a new date yet: {title}',
    told_reopen_demand: 'Need {number} is open again: {title}',
    told_close_demand: 'Need {number} is closed: {title}',
    told_keeps: 'Your claim goes on; you need not answer.',
    publish_instant: 'Publish as instant',
    grant_instant: 'Grant as instant',
    instant: 'instant: a claim is confirmed at once',
    notice_instant:
      'Your need {number} is an instant service; whoever claims it is confirmed at once: {title}',
    done_grant_instant:
      '{number} is an instant service: a claim is confirmed at once, and the consent follows.',
    instant_already: '{number} is an instant service already.',
    follow_up: 'Follow-up visit',
    follow_title: 'Follow-up visit',
    follow_note:
      'Going there again is a new need with a number of its own that follows {number}, which stays as it is. Once published, the experts of the first time are asked first.',
    follow_reason: 'Why to go there again',
    follow_reason_hint: 'It is kept on record.',
    follows: 'Follows',
    not_served_yet:
      'A follow-up visit can be asked for once the service has begun; for another date press “Change” or “Reopen”.',
    from_to: '{from} → {to}',
    time_postponed: 'date to be set',
  },
});
