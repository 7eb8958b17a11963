import { wordsOf } from '../i18n/words.ts';

/** Of a claim that a coordinator makes for an expert: the words speak of them and not to them. */
export const say = wordsOf({
  zh: {
    title: '代专家认领',
    submit: '认领',
    note: '{need}\n{when}',
    expert: '专家',
    expert_hint: '输入姓名、单位或电话查找，没有账号的专家也在其中。',
    reason: '本人意愿',
    reason_hint: '本人怎样表示愿意去，例如“10月30日电话确认”。会留在记录里。',
    expert_unknown: '没有找到这位专家，请重新选择。',
    required: '请填写。',
    claimed: '已代 {expert}（{employer}）认领：{need}，认领编号 {number}。',
    next_home_unit: '下一步：由{employer}同意，再由受援单位确认。',
    next_host: '{employer}在有效期内统一同意。下一步：由受援单位确认。',
    next_confirmed: '这是即时服务，已直接确认。同意手续由单位随后补办。',
    told_by_telephone: '{expert}没有账号：请本系统联络员电话告知，“主页”里有提示。',
    already_theirs: '{expert}已认领 {need}，认领编号 {number}。目前的状态：{state}。',
    none_free: '{need} 的名额已满。有名额空出来时可以再代专家认领。',
    full: '{need} 的名额已满，没有为{expert}认领。',
    just_taken: '慢了一步：{need} 的最后一个名额刚刚由{taker}认领，没有为{expert}认领。',
    another_expert: '另一位专家',
    moved: '{need} 的服务时间刚刚改为 {when}。请向{expert}确认后再认领。',
    closed: '没有为专家认领：{why}',
    limit_reached:
      '{expert}同时进行的认领已有 {used} 项，达到上限 {limit} 项。服务结束或撤回一项后可再认领。',
    blocked: '{need} 的服务时间不合适，没有为{expert}认领。{dates}',
    paused: '{expert}的认领上限为 0（暂停认领），现在不能认领。',
    title_too_low: '本年度要求职称为{least}，{expert}登记的职称未达到。',
    not_verified: '{expert}的登记还没有核实，核实后即可认领。',
    returned_registration: '{expert}的登记需要补充：{reason}。补充并核实后即可认领。',
  },
  en: {
    title: 'Claim for an expert',
    submit: 'Claim',
    note: '{need}\n{when}',
    expert: 'Expert',
    expert_hint: 'Found by name, employer or telephone; those without an account are there, too.',
    reason: 'Their own yes',
    reason_hint:
      'How they said that they will go, such as “by telephone on 30 October”. It is kept on record.',
    expert_unknown: 'There is no such expert; please choose again.',
    required: 'Please fill this in.',
    claimed: 'Claimed for {expert} ({employer}): {need}, claim number {number}.',
    next_home_unit: 'Next: {employer} consents, then the host unit confirms.',
    next_host: '{employer} has consented for a term. Next: the host unit confirms.',
    next_confirmed: 'This is an instant service and confirmed at once; the employer’s paper may follow.',
    told_by_telephone:
      '{expert} has no account: a coordinator of their system tells them by telephone; it stands in the Home tab.',
    already_theirs:
      '{expert} holds a slot of {need} already, claim number {number}. Where it stands: {state}.',
    none_free: 'All slots of {need} are taken. Once one is free it can be claimed for an expert.',
    full: 'All slots of {need} are taken; nothing was claimed for {expert}.',
    just_taken:
      'A moment too late: the last slot of {need} was just taken by {taker}. Nothing was claimed for {expert}.',
    another_expert: 'another expert',
    moved: 'The date of {need} has just moved to {when}. Please ask {expert} before claiming it.',
    closed: 'Nothing was claimed: {why}',
    limit_reached:
      '{expert} has {used} live {used|claim|claims}, and the limit is {limit}. They can claim again once a service is over or one is withdrawn.',
    blocked: 'Its dates don’t suit {expert}, so nothing was claimed: {need}. {dates}',
    paused: '{expert} has paused (a limit of 0 live claims) and can’t claim now.',
    title_too_low:
      'This year asks for the title “{least}” at least; {expert} is registered with a lower one.',
    not_verified: 'The registration of {expert} is not verified yet; they can claim once it is.',
    returned_registration:
      'The registration of {expert} needs something more: {reason}. They can claim once it is mended and verified.',
  },
});
