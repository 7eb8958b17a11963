import type { Expert } from '../directory/expert.ts';
import type { Locale } from '../i18n/locale.ts';
import { wordsOf } from '../i18n/words.ts';

export const say = wordsOf({
  zh: {
    open: '查看',
    expert_title: '专家',
    unit_title: '单位',
    kind: '类别',
    level: '层级',
    parent: '上级单位',
    aliases: '别名',
    former: '曾用名',
    contacts: '联系人',
    deputies: '副联系人',
    account: '本人账号',
    phone: '联系电话',
    stands: '{name}：{state}，{claims}',
    mend: '修改登记',
    not_in_reach: '这位专家不在您负责的系统或区县内，请联系其所属系统的联络员或市局。',
    district: '区县',
    system: '系统',
    registered: '待核实',
    verified: '已核实',
    returned: '退回补充',
    no_account: '尚无账号',
  },
  en: {
    open: 'Open',
    expert_title: 'Expert',
    unit_title: 'Unit',
    kind: 'Kind',
    level: 'Level',
    parent: 'Parent unit',
    aliases: 'Other names',
    former: 'Former names',
    contacts: 'Contacts',
    deputies: 'Deputies',
    account: 'Their account',
    phone: 'Phone',
    stands: '{name}: {state}, {claims}',
    mend: 'Change the registration',
    not_in_reach:
      'This expert is outside your systems and districts; please ask the coordinator of their system or the bureau.',
    district: 'District',
    system: 'System',
    registered: 'To be verified',
    verified: 'Verified',
    returned: 'Returned',
    no_account: 'No account yet',
  },
});

/** Where somebody's registration stands. */
export function sayExpertState(state: Expert['state'], locale: Locale): string {
  return say(locale, state);
}
