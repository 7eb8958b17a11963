import { wordsOf } from '../i18n/words.ts';

/** Of who acts for an expert, and of whose consent is asked where there are two employers or none. */
export const say = wordsOf({
  zh: {
    too_long: '最多 {max} 个字。',
    required: '请选择。',
    own_pledge: '本人承诺',
    pledges: '已退休或没有工作单位，由本人承诺代替单位同意',
    own_pledge_hint: '退休的专家在“工作单位”填原单位。认领后由专家本人作出承诺，不再请原单位同意。',
    second_employer: '第二工作单位',
    second_employer_hint: '有两个单位的填写。每次认领时选择由哪个单位派出，并由那个单位同意。',
    second_home_unit_user: '第二单位的联系人（Slack）',
    assistant: '助手（Slack）',
    assistant_hint: '可代专家认领、答复和填报，记录会注明；不能代单位同意。',
    same_employer: '与第一工作单位相同，请留空。',
    pledge_or_employer: '勾选了“本人承诺”，就不再填第二单位；如有单位同意，请取消勾选。',
    contact_of_nobody: '填写了第二单位的联系人，请同时填写第二工作单位。',
    consents_for_oneself: '单位同意须由他人表示，请选择第二单位的其他联系人。',
    assists_oneself: '助手须是专家以外的人；不需要助手就留空。',
    assistant_consents: '代表单位同意的人不能又是助手，请选择其他人。',
    never_assistant: '您是这位专家的助手：派出单位和受援单位的意见、登记的核实，都须由他人办理，您不能代办。',
    by_assistant: '{expert}（助手 {assistant} 代）',
    for_expert: '您以 {expert} 的助手身份收到此消息。',
    name_assistant: '指定助手',
    change_assistant: '更换或取消助手',
    assistant_title: '专家的助手',
    assistant_note:
      '{expert}（{employer}）的助手可代其认领、答复邀请和改期、撤回、填报，每一项都会注明；不能代单位同意。要取消助手，请清空后提交。',
    save: '保存',
    assistant_set: '已指定 {expert} 的助手，本人会收到通知。',
    assistant_unset: '{expert} 不再有助手，原助手会收到通知。',
    assistant_same: '{expert} 的助手没有变化。',
    you_assist:
      '你是 {expert}（{employer}）的助手。\n你可以以 {expert} 的名义认领需求、答复邀请和改期、撤回认领、填报服务报告，每一项都会注明由你代办。\n你不能代派出单位或受援单位同意，也不能核实登记。如有误，请告知联络员。',
    you_assist_no_more: '你不再是 {expert}（{employer}）的助手，今后不能再以其名义办理。',
    your_assistant: '联络员已为您指定助手，可以您的名义认领、答复和填报。如不同意，请在首页更换或取消。',
    your_assistant_none: '联络员已取消您的助手，今后由您本人办理。',
    your_assistant_declined: '您的助手已代您谢绝 {need} 的邀请。如您愿意参加，仍可认领。',
    assisted_verified: '您协助的专家 {expert}（{employer}）已核实，您可以代其认领需求。',
    home_assistant: '您的助手',
    home_assisted: '您协助的专家：{experts}',
    filed_for_you: '您的助手 {assistant} 已以您的名义填报：{number}“{title}”。',
    report_for_yours: '请选上您协助的专家；为其他专家填报请找其本人或联络员。',
    form_for_expert: '您以专家助手的身份填报，报告会注明由您代办，您也不能再确认或采纳它。',
  },
  en: {
    too_long: 'At most {max} characters.',
    required: 'Please choose.',
    own_pledge: 'Own pledge',
    pledges: 'Retired or without an employer: an own pledge takes the place of the consent',
    own_pledge_hint:
      'Who has retired writes the former employer above. After each claim the expert makes the promise; the former employer isn’t asked.',
    second_employer: 'Second employer',
    second_employer_hint:
      'For people with two. Each claim says for which of them they go; that one consents.',
    second_home_unit_user: 'Contact at the second employer (Slack)',
    assistant: 'Assistant (Slack)',
    assistant_hint: 'Claims, answers and reports in the expert’s name, marked as such; never consents.',
    same_employer: 'That is the first employer already; please leave it empty.',
    pledge_or_employer:
      'With “Own pledge” ticked there is no second employer; if an employer consents, untick it.',
    contact_of_nobody: 'There is a contact at a second employer; please name that employer as well.',
    consents_for_oneself: 'Consent comes from others; choose another contact at the second employer.',
    assists_oneself: 'The assistant is somebody else; leave it empty if there is none.',
    assistant_consents: 'Whoever consents for the employer can’t be the assistant; choose somebody else.',
    never_assistant:
      'You assist this expert: what home unit and host say, and who verifies them, is up to others, never to you.',
    by_assistant: '{expert} (through assistant {assistant})',
    for_expert: 'You read this as the assistant of {expert}.',
    name_assistant: 'Name an assistant',
    change_assistant: 'Change the assistant',
    assistant_title: 'Expert’s assistant',
    assistant_note:
      'The assistant of {expert} ({employer}) claims, answers invitations and moved dates, withdraws and reports in their name, marked as such; never consents. To end it, clear the field and save.',
    save: 'Save',
    assistant_set: 'The assistant of {expert} is named and told.',
    assistant_unset: '{expert} has no assistant any more; whoever it was is told.',
    assistant_same: 'The assistant of {expert} is the same as before.',
    you_assist:
      'You are the assistant of {expert} ({employer}).\nIn the name of {expert} you can claim, answer invitations and moved dates, withdraw and file reports; each is marked as done by you.\nYou can’t consent for home unit or host, nor verify the registration. If this is a mistake, tell your coordinator.',
    you_assist_no_more:
      'You are no longer the assistant of {expert} ({employer}) and can’t act in their name any more.',
    your_assistant:
      'A coordinator named an assistant for you, who can claim, answer and report in your name. If you disagree, change or end it in Home.',
    your_assistant_none: 'A coordinator ended your assistant; from now on you act yourself.',
    your_assistant_declined:
      'Your assistant said no to the invitation to {need} for you. If you would go, you can still claim it.',
    assisted_verified: '{expert} ({employer}), whom you assist, is verified: you can claim for them.',
    home_assistant: 'Your assistant',
    home_assisted: 'Experts whom you assist: {experts}',
    filed_for_you: 'Your assistant {assistant} has filed in your name: {number} “{title}”.',
    report_for_yours: 'Name an expert whom you assist; for others, they or a coordinator file the report.',
    form_for_expert:
      'You file this as the expert’s assistant; it is marked as done by you, and you can neither confirm nor accept it.',
  },
});
