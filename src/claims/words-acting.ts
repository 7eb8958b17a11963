import { wordsOf } from '../i18n/words.ts';

/** Of claims in somebody's name, from one of two employers, or by the expert's own pledge. */
export const say = wordsOf({
  zh: {
    choose_one: '请选择。',
    choose_submit: '认领',
    choose_expert_title: '为哪位专家认领',
    choose_expert_note: '您可以为几位专家办理。请选择由谁认领 {need}，记录会注明由您代办。',
    choose_expert: '专家',
    claimant: '{expert}（{employer}）',
    claimant_own: '本人 {expert}（{employer}）',
    choose_employer_title: '由哪个单位派出',
    choose_employer_note: '{expert} 有两个工作单位。认领 {need} 由哪个单位派出？将请那个单位同意。',
    choose_employer: '派出单位',
    choose_employer_at_card: '该专家有两个工作单位。请在需求上按“认领”，并选择由哪个单位派出。',
    claim_of: '您协助的专家 {expert}：',
    claimed_for: '代 {expert} 办理：',
    their_limit_reached: '{expert} 已有 {used} 项认领在进行，达到上限（{limit} 项）。结束一项后才能再认领。',
    their_registration_returned: '{expert} 的登记需要补充，暂不能认领：{reason}',
    their_blocked: '{expert} 在 {dates} 不便参加，不能认领 {need}。',
    their_paused: '{expert} 已暂停接受任务，暂不能认领。',
    their_title_too_low: '{expert} 的职称低于本年度的要求，不能认领。',
    their_not_verified: '{expert} 的登记尚待联络员核实，核实后才能认领。',
    news_pledge_recorded: '联络员已记录您对认领 {number}（{need}）的本人承诺。下一步：由受援单位确认。',
    news_claimed_by_assistant:
      '您的助手 {assistant} 以您的名义认领了 {need}，认领编号 {number}。如不参加，可以撤回。',
    news_withdrawn_by_assistant: '您的助手 {assistant} 以您的名义撤回了认领 {number}（{need}）。',
    news_kept_by_assistant: '您的助手 {assistant} 以您的名义确认按新的时间参加（认领 {number}，{need}）。',
    news_objected_by_assistant:
      '您的助手 {assistant} 以您的名义对“未到场”提出了异议（认领 {number}，{need}）。',
    news_pledge_silent: '认领 {number}（{need}）5个工作日内没有作出本人承诺，名额已释放。',
    state_own_pledge: '待本人承诺',
    next_pledge: '下一步：由专家本人承诺，再由受援单位确认。',
    pledge_title: '请作出承诺：{need}',
    pledge_ask: '您没有需要同意的工作单位。请按下面的内容作出本人承诺，之后由受援单位确认。',
    pledge_ask_on_behalf: '{expert} 没有工作单位，也未使用本系统。请取得其本人的书面承诺后记录。',
    pledge_text: '本人承诺：自愿到基层服务，身体状况和时间安排允许，遵守受援单位和行动的有关规定。',
    own_pledge: '本人承诺参加',
    record_pledge: '记录本人承诺',
    pledged: '已作出本人承诺（{number}）。下一步：由受援单位确认。',
    pledge_needed:
      '{expert} 没有工作单位，以本人承诺代替单位同意：由专家本人作出，或由联络员记录其书面承诺。',
    no_pledge_here:
      '{expert} 的登记里有工作单位，须经单位同意，不能用本人承诺代替。如已退休，请先修改专家登记。',
    kind_not_here: '该专家没有工作单位，只能记录本人承诺。',
    consent: '单位意见',
    host_ask_pledged: '{expert}愿意为“{title}”服务，已作出本人承诺。请确认是否接受。',
    next_confirmed_pledge: '这是即时服务，已直接确认。请随后补作本人承诺。',
    record_pledge_title: '登记本人承诺',
    duty_own_pledge: '作出本人承诺',
    duty_pledge_item: '{expert} 认领了 {need}，待其本人承诺。\n{when} · {place}',
    home_pledge: '{expert} 认领了 {need}，待其本人承诺；请取得书面承诺后记录。\n{when} · {place}',
  },
  en: {
    choose_one: 'Please choose.',
    choose_submit: 'Claim',
    choose_expert_title: 'For which expert?',
    choose_expert_note:
      'You act for several experts. Choose who claims {need}; the record says that you did it for them.',
    choose_expert: 'Expert',
    claimant: '{expert} ({employer})',
    claimant_own: 'Yourself: {expert} ({employer})',
    choose_employer_title: 'For which employer?',
    choose_employer_note:
      '{expert} has two employers. For which of them do they go to {need}? That one is asked to consent.',
    choose_employer: 'Employer',
    choose_employer_at_card:
      'This expert has two employers. Press “Claim” on the need and choose for which of them they go.',
    claim_of: '{expert}, whom you assist:',
    claimed_for: 'For {expert}:',
    their_limit_reached:
      '{expert} has {used} live {used|claim|claims}, the limit ({limit}). When one ends, another can be claimed.',
    their_registration_returned:
      'The registration of {expert} needs something more before they can claim: {reason}',
    their_blocked: '{dates} doesn’t suit {expert}, so they can’t claim {need}.',
    their_paused: '{expert} is paused and can’t claim now.',
    their_title_too_low: 'The title of {expert} is below what this year asks for.',
    their_not_verified: 'The registration of {expert} is still to be verified; then they can claim.',
    news_pledge_recorded:
      'A coordinator recorded your own pledge for claim {number} ({need}). Next: the host unit confirms.',
    news_claimed_by_assistant:
      'Your assistant {assistant} claimed {need} in your name, claim number {number}. If you don’t take part, withdraw it.',
    news_withdrawn_by_assistant: 'Your assistant {assistant} withdrew claim {number} ({need}) in your name.',
    news_kept_by_assistant:
      'Your assistant {assistant} said yes to the new date in your name (claim {number}, {need}).',
    news_objected_by_assistant:
      'Your assistant {assistant} objected in your name to the report that you did not come (claim {number}, {need}).',
    news_pledge_silent:
      'Claim {number} ({need}) had no own pledge within 5 working days; its slot is free again.',
    state_own_pledge: 'waiting for the expert’s own pledge',
    next_pledge: 'Next: the expert makes an own pledge, then the host unit confirms.',
    pledge_title: 'Your pledge for {need}',
    pledge_ask:
      'No employer has to consent for you. Please make the pledge below; then the host unit confirms.',
    pledge_ask_on_behalf:
      '{expert} has no employer and isn’t here. Please get their own written pledge, and record it.',
    pledge_text:
      'I pledge: I serve of my own free will, my health and time allow it, and I keep to the rules of the host unit and the programme.',
    own_pledge: 'I pledge to take part',
    record_pledge: 'Record the own pledge',
    pledged: 'Your own pledge is given ({number}). Next: the host unit confirms.',
    pledge_needed:
      '{expert} has no employer: an own pledge takes the place of the consent. The expert makes it, or a coordinator records it from paper.',
    no_pledge_here:
      '{expert} is registered with an employer, who has to consent; an own pledge doesn’t do. If they have retired, change the registration first.',
    kind_not_here: 'This expert has no employer: only the own pledge can be recorded.',
    consent: 'Consent',
    host_ask_pledged: '{expert} wants to serve “{title}”, by an own pledge. Do you take them?',
    next_confirmed_pledge: 'An instant service: confirmed at once. The own pledge follows.',
    record_pledge_title: 'Record the own pledge',
    duty_own_pledge: 'Own pledge',
    duty_pledge_item: '{expert} claimed {need}; the own pledge is missing.\n{when} · {place}',
    home_pledge:
      '{expert} claimed {need}; the own pledge is missing. Please get it in writing and record it.\n{when} · {place}',
  },
});
