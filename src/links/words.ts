import { wordsOf } from '../i18n/words.ts';

/** What coordinators read of links. */
export const say = wordsOf({
  zh: {
    no_address: '还没有配置对外网址（PUBLIC_URL），不能生成答复链接。请联系系统管理员。',
    too_late: '这件事的答复期限已过，不能再生成链接。',
    no_home_unit: '统一同意由派出单位答复，这个单位不是派出单位。',
    agreed_before: '{who} 已统一同意本单位专家到基层服务，至 {until}，不必再答复。',
    form_title: '答复链接',
    form_done: '完成',
    lead_consent: '请把下面的链接发给 {who}，请对方答复是否同意：{about}。',
    lead_host: '请把下面的链接发给 {who}，请对方答复是否接收：{about}。',
    lead_report: '请把下面的链接发给 {who}，请对方确认报告：{about}。',
    lead_blanket:
      '请把下面的链接发给 {who} 的人事部门，请对方答复是否统一同意本单位专家到基层服务，至 {until}。',
    before_ended: '这件事此前的链接已作废。',
    shown_once:
      '地址只在这里显示一次，请现在复制。有效期至 {until}；对方答复后、这件事有变动时，链接即失效。',
    sms_lead: '可复制到短信：',
    print_lead: '打印（带二维码，A4 纸）：',
    counts_as_yours: '对方的答复会记为“由您发出的链接答复”，视同由您代办。',
    counts_for_report: '报告由这条链接确认后，须由另一位联络员验收。',
    revoke: '作废',
    revoke_option: '作废这条链接',
    ended: '链接已作废，对方再打开时看不到任何内容。',
    ended_before: '这条链接已经失效：对方已答复，或已有新的链接。',
    sms_consent: '【{programme}】请答复是否同意专家到基层服务（{about}），{until}前有效，无需注册：{address}',
    sms_host: '【{programme}】请答复是否接收专家（{about}），{until}前有效，无需注册：{address}',
    sms_report: '【{programme}】请确认服务报告（{about}），{until}前有效，无需注册：{address}',
    sms_blanket:
      '【{programme}】请答复是否统一同意本单位专家到基层服务（{about}），{until}前有效，无需注册：{address}',
    choose: '{need}：请选择为哪一项生成答复链接。',
    choose_consent: '{number} {name}：等派出单位同意',
    choose_host: '{number} {name}：等受援单位答复',
    choose_report: '{number} {name}：等受援单位确认',
    nothing_waits: '{need}：目前没有等对方答复的事项。有专家认领、或有报告待确认时再来这里。',
    told_consent_yes: '{who} 已通过您发出的链接答复：同意（{about}）。',
    told_consent_no: '{who} 已通过您发出的链接答复：不同意（{about}）。',
    told_host_yes: '{who} 已通过您发出的链接答复：接收（{about}）。',
    told_host_no: '{who} 已通过您发出的链接答复：另请他人（{about}）。',
    told_report_yes: '{who} 已通过您发出的链接确认报告（{about}）。请由另一位联络员验收。',
    told_report_no: '{who} 已通过您发出的链接对报告提出异议（{about}）。',
    told_blanket_yes:
      '{who} 已通过您发出的链接答复：统一同意本单位专家到基层服务，至 {until}。目前等该单位答复的认领，仍需逐项办理。',
    told_blanket_no: '{who} 已通过您发出的链接答复：不统一同意，逐次答复。',
    told_blanket_no_others: '{who} 已通过联络员发出的链接答复：不统一同意，逐次答复。',
    told_other_date: '{who} 通过您发出的链接答复：希望另约时间（{about}）。',
    told_reason: '对方写道：{reason}',
    other_date_next: '这件事仍在等答复。请与双方商定日期：改了时间会重新征求意见；不改则请再发一条链接。',
  },
  en: {
    no_address:
      'No public address is configured (PUBLIC_URL), so no answer link can be made. Please ask whoever runs this.',
    too_late: 'The time for an answer is over: no link can be made for this any more.',
    no_home_unit: 'Home units agree in advance, and this unit is none.',
    agreed_before:
      '{who} has agreed in advance for all its experts until {until}: there is nothing to answer.',
    form_title: 'Answer link',
    form_done: 'Done',
    lead_consent: 'Send this link to {who}, who says by it whether they consent: {about}.',
    lead_host: 'Send this link to {who}, who says by it whether they take the expert: {about}.',
    lead_report: 'Send this link to {who}, who confirms the report by it: {about}.',
    lead_blanket:
      'Send this link to the personnel office of {who}, which says by it whether the unit agrees in advance for all its experts until {until}.',
    before_ended: 'The earlier link for this request has ended.',
    shown_once:
      'The address is shown here once: please copy it now. It holds until {until}, and ends with an answer or when the request changes.',
    sms_lead: 'To copy into a text message:',
    print_lead: 'To print (with a QR code, on A4):',
    counts_as_yours:
      'The answer is recorded as given by a link from you, and counts as done by you on their behalf.',
    counts_for_report: 'A report confirmed by this link is accepted by another coordinator.',
    revoke: 'Take back',
    revoke_option: 'End this link',
    ended: 'The link has ended: whoever opens it sees nothing.',
    ended_before: 'This link had ended already: it was answered, or another took its place.',
    sms_consent:
      '{programme}: please say whether you consent ({about}); no account needed, valid until {until}: {address}',
    sms_host:
      '{programme}: please say whether you take this expert ({about}); no account needed, valid until {until}: {address}',
    sms_report:
      '{programme}: please confirm this service report ({about}); no account needed, valid until {until}: {address}',
    sms_blanket:
      '{programme}: please say whether your unit agrees in advance for all its experts ({about}); no account needed, valid until {until}: {address}',
    choose: '{need}: choose what the answer link is for.',
    choose_consent: '{number} {name}: waits for the home unit’s consent',
    choose_host: '{number} {name}: waits for the host unit’s answer',
    choose_report: '{number} {name}: waits for the host unit’s confirmation',
    nothing_waits:
      '{need}: nothing waits for an answer now. Come back when an expert has claimed it, or a report is to be confirmed.',
    told_consent_yes: '{who} answered by your link: they consent ({about}).',
    told_consent_no: '{who} answered by your link: they do not consent ({about}).',
    told_host_yes: '{who} answered by your link: they take the expert ({about}).',
    told_host_no: '{who} answered by your link: they choose another ({about}).',
    told_report_yes: '{who} confirmed the report by your link ({about}). Another coordinator accepts it.',
    told_report_no: '{who} objected to the report by your link ({about}).',
    told_blanket_yes:
      '{who} answered by your link: they agree in advance for all their experts until {until}. Claims that wait for them now are still answered one by one.',
    told_blanket_no:
      '{who} answered by your link: they do not agree in advance, and want to be asked each time.',
    told_blanket_no_others:
      '{who} answered by a coordinator’s link: they do not agree in advance, and want to be asked each time.',
    told_other_date: '{who} answered by your link: another date would suit ({about}).',
    told_reason: 'They wrote: {reason}',
    other_date_next:
      'The request still waits. Agree on a date with both sides: a changed date asks everybody anew; if it stays, send another link.',
  },
});
