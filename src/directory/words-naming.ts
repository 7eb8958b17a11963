import { wordsOf } from '../i18n/words.ts';

/** Of coordinators who are named together. */
export const say = wordsOf({
  zh: {
    name: '批量任命联络员',
    name_title: '批量任命联络员',
    name_note:
      '每行一位：区县或系统、空格、姓名。一位负责几处的，用“、”隔开。可以直接粘贴表格中的两列；也可以写 @姓名 或成员 ID。',
    lines: '名单',
    lines_hint: '例如：滨海新区 张三；武清区、宝坻区 李四；卫生系统 王五。最多 200 行、3000 字。',
    check: '核对',
    appoint: '任命',
    required: '请填写名单。',
    too_many: '最多 200 行，请分次办理。',
    fault_no_place: '第 {no} 行“{text}”：没有找到区县或系统，请写成“区县 姓名”，中间空一格。',
    fault_no_name: '第 {no} 行“{text}”：缺少姓名。',
    fault_no_such_place: '第 {no} 行：没有“{place}”这个区县或系统。',
    fault_no_such_person: '第 {no} 行：工作区里没有叫“{who}”的人。',
    fault_gone: '第 {no} 行：“{who}”的账号已停用，或不是成员账号。',
    fault_several: '第 {no} 行：叫“{who}”的有 {n} 人，请改写成员 ID：{people}。',
    faults_more: '另有 {n} 处。',
    not_whole: 'Slack 暂时没有给出全部成员，请过一分钟再试，或写 @姓名、成员 ID。',
    look: '请核对：将任命 {n} 人，按“任命”一次办理；每人会收到一条通知。',
    look_has: '以下人员已是联络员，不变：',
    look_line: '{name}：{places}',
    look_line_about: '{name}（{about}）：{places}',
    nothing_new: '名单中的人员都已是联络员，没有变化。',
    done: '已任命 {n} 人，每人会收到一条通知。',
    notice: '您已被任命为联络员，负责：{places}。',
    notice_district: '区县：审核发布本区县的需求，代未使用 Slack 的单位答复，审核服务报告，报送年度总结。',
    notice_system: '系统：核实本系统专家的登记，代派出单位答复，报送年度总结。',
    notice_begin: '从这里开始：打开左侧“专家服务台”的“主页”，待办事项都列在那里；输入 /expert 看全部功能。',
  },
  en: {
    name: 'Name coordinators',
    name_title: 'Name coordinators',
    name_note:
      'One person a line: district or system, a space, the name. Several places are separated by commas. Two columns of a spreadsheet can be pasted as they are; @name or a member ID will do as well.',
    lines: 'Who coordinates what',
    lines_hint:
      'Such as: Wuqing Li Si; Binhai New Area, Baodi Zhang San; Health Wang Wu. At most 200 lines and 3,000 characters.',
    check: 'Check',
    appoint: 'Appoint',
    required: 'Please write at least one line.',
    too_many: 'At most 200 lines at once.',
    fault_no_place:
      'Line {no}, “{text}”: no district or system found; please write “district name”, with a space between.',
    fault_no_name: 'Line {no}, “{text}”: nobody is named.',
    fault_no_such_place: 'Line {no}: there is no district or system “{place}”.',
    fault_no_such_person: 'Line {no}: nobody in this workspace is called “{who}”.',
    fault_gone: 'Line {no}: the account of “{who}” is deactivated, or no member’s.',
    fault_several: 'Line {no}: {n} people are called “{who}”; please write the member ID: {people}.',
    faults_more: 'And {n} more.',
    not_whole:
      'Slack has not named all members just now; please try again in a minute, or write @name or a member ID.',
    look: 'Please check: {n} {n|person becomes a coordinator|people become coordinators} with one press of “Appoint”; each gets one message.',
    look_has: 'These are coordinators already and stay so:',
    look_line: '{name}: {places}',
    look_line_about: '{name} ({about}): {places}',
    nothing_new: 'All of them are coordinators already; nothing has changed.',
    done: '{n} {n|person is|people are} named; each gets one message.',
    notice: 'You have been named coordinator of: {places}.',
    notice_district:
      'For a district you check and publish its needs, answer for units that are not on Slack, accept reports and hand in the yearly summary.',
    notice_system:
      'For a system you verify the registrations of its experts, answer for home units and hand in the yearly summary.',
    notice_begin:
      'Begin here: the Home tab of Expert Desk lists whatever waits for you; /expert shows all that you can do.',
  },
});
