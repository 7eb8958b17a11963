import { say as sayDemands } from '../../demands/words.ts';
import { say as sayDirectory } from '../../directory/words.ts';
import { say as sayRecorded } from '../../directory/words-recorded.ts';
import { type Catalogue, type Labelled, offeredOf } from '../../programme/catalogue.ts';
import { DISTRICTS, SYSTEMS } from '../../programme/places.ts';
import { say as sayReports } from '../../reports/words.ts';
import { asDay, asDistrict, asDistricts, asText, asTick, oneOf, severalOf } from '../cells.ts';
import { type Column, columnOf } from '../columns.ts';
import type { Kind } from '../import.ts';
import { say } from '../words.ts';

/** The kinds of unit, as a list says them. */
export const UNIT_KINDS: readonly Labelled[] = [
  { id: 'host_unit', zh: '受援单位', en: 'Host unit' },
  { id: 'home_unit', zh: '派出单位', en: 'Home unit' },
];

const SYSTEM_LIST: readonly Labelled[] = SYSTEMS.map(({ slug, zh, en }) => ({ id: slug, zh, en }));
const DISTRICT_LIST: readonly Labelled[] = DISTRICTS.map(({ slug, zh_today, en_today }) => ({
  id: slug,
  zh: zh_today,
  en: en_today,
}));
const YES: readonly Labelled[] = [
  { id: 'yes', zh: '是', en: 'Yes' },
  { id: 'no', zh: '否', en: 'No' },
];

/** What may stand in a list of this kind; the catalogue is that of the year for new things. */
export function columnsOf(kind: Kind, catalogue: Catalogue): Column[] {
  switch (kind) {
    case 'units':
      return unitColumns(catalogue);
    case 'experts':
      return expertColumns(catalogue);
    case 'demands':
      return demandColumns(catalogue);
    case 'reports':
      return reportColumns(catalogue);
  }
}

const one = (list: readonly Labelled[]) => ({ read: oneOf(list), allowed: list });
const several = (list: readonly Labelled[]) => ({ read: severalOf(list), allowed: list });

/** The label of an entry as an example, the first where the list doesn't hold it. */
function sample(list: readonly Labelled[], id: string) {
  const entry = list.find((item) => item.id === id) ?? list[0];
  return { zh: entry?.zh ?? '', en: entry?.en ?? '' };
}

function unitColumns({ unit_types }: Catalogue): Column[] {
  return [
    columnOf(say, 'unit_name', {
      isRequired: true,
      aliases: ['名称', '单位', '受援单位', '派出单位', 'Unit', 'Name'],
      example: { zh: '【示例】滨海新区某镇卫生院', en: '[Example] Township hospital' },
    }),
    columnOf(say, 'unit_kind', {
      ...one(UNIT_KINDS),
      aliases: ['性质'],
      example: sample(UNIT_KINDS, 'host_unit'),
    }),
    columnOf(sayDemands, 'unit_type', {
      ...one(unit_types),
      aliases: ['类型'],
      example: sample(unit_types, ''),
    }),
    columnOf(say, 'district', {
      read: asDistrict,
      allowed: DISTRICT_LIST,
      aliases: ['所在区县', '区', 'Districts'],
      example: sample(DISTRICT_LIST, 'binhai'),
    }),
    columnOf(sayDirectory, 'system', { ...one(SYSTEM_LIST), aliases: ['系统'] }),
  ];
}

function expertColumns({ titles, categories, fields, need_types }: Catalogue): Column[] {
  return [
    columnOf(sayDirectory, 'name', {
      isRequired: true,
      aliases: ['专家姓名', '专家', 'Expert'],
      example: { zh: '【示例】张某某', en: '[Example] Zhang San' },
    }),
    columnOf(sayDirectory, 'employer', {
      isRequired: true,
      aliases: ['工作单位', '单位', '派出单位', '单位名称', 'Home unit', 'Unit'],
      example: { zh: '某大学', en: 'A university' },
    }),
    columnOf(sayDirectory, 'system', {
      ...one(SYSTEM_LIST),
      isRequired: true,
      aliases: ['系统'],
      example: sample(SYSTEM_LIST, 'education'),
    }),
    columnOf(sayDirectory, 'title', {
      ...one(titles),
      isRequired: true,
      aliases: ['专业技术职务', '职称级别', 'Title'],
      example: sample(titles, 'professor'),
    }),
    columnOf(sayDirectory, 'categories', { ...several(categories), aliases: ['类别'] }),
    columnOf(sayDirectory, 'field', {
      ...one(fields),
      isRequired: true,
      aliases: ['专业领域', '学科领域', '专业'],
      example: sample(fields, 'agri'),
    }),
    columnOf(sayDirectory, 'specialty', { aliases: ['专业特长', '研究方向', '特长'] }),
    columnOf(sayDirectory, 'services', { ...several(need_types), aliases: ['服务内容'] }),
    columnOf(sayDirectory, 'max_active_claims', { aliases: ['认领上限'] }),
    columnOf(sayDirectory, 'phone', {
      aliases: ['电话', '手机', '手机号码', '联系方式', 'Mobile', 'Telephone'],
      example: '022-0000-0000',
    }),
    columnOf(sayDirectory, 'home_unit_contact', { aliases: ['单位联系人', 'Contact'] }),
    columnOf(sayRecorded, 'evidence', { aliases: ['依据', 'Evidence'] }),
  ];
}

function demandColumns(catalogue: Catalogue): Column[] {
  const { action_lines, unit_types, forms, modes, fields, need_types, urgencies } = catalogue;
  return [
    columnOf(sayDemands, 'unit_name', {
      isRequired: true,
      aliases: ['单位', '单位名称', '需求单位', 'Unit'],
      example: { zh: '【示例】某镇卫生院', en: '[Example] Township hospital' },
    }),
    columnOf(sayDemands, 'unit_type', { ...one(unit_types), example: sample(unit_types, '') }),
    columnOf(sayDemands, 'districts', {
      read: asDistricts,
      allowed: DISTRICT_LIST,
      isRequired: true,
      aliases: ['区县', '区', 'District'],
      example: sample(DISTRICT_LIST, 'binhai'),
    }),
    columnOf(sayDemands, 'action_line', {
      ...one(action_lines),
      isRequired: true,
      aliases: ['服务类别', '方向', '类别', 'Line'],
      example: sample(action_lines, ''),
    }),
    columnOf(sayDemands, 'title', {
      isRequired: true,
      aliases: ['标题', '需求', '需求名称', 'Need'],
      example: { zh: '请心血管专家坐诊', en: 'A cardiologist for one day' },
    }),
    columnOf(sayDemands, 'description', { aliases: ['问题', '需求内容', '需求描述'] }),
    columnOf(sayDemands, 'expert_slots', {
      isRequired: true,
      aliases: ['人数', '专家人数', '名额', 'Slots'],
      example: '2',
    }),
    columnOf(sayDemands, 'expert_requirement', { aliases: ['专家要求', '要求'] }),
    columnOf(sayDemands, 'time_text', {
      isRequired: true,
      aliases: ['时间', '服务时间', 'Time'],
      example: { zh: '11月中旬', en: 'mid November' },
    }),
    columnOf(sayDemands, 'place', { aliases: ['地点', '地址'] }),
    columnOf(sayDemands, 'expected_outcome', { aliases: ['目标', '预期目标'] }),
    columnOf(sayDemands, 'contact_name', { aliases: ['联系人', '联络员', 'Contact'] }),
    columnOf(sayDemands, 'contact_phone', { aliases: ['电话', '联系电话', 'Phone'] }),
    columnOf(sayDemands, 'form', { ...one(forms), aliases: ['活动形式'] }),
    columnOf(sayDemands, 'modes', several(modes)),
    columnOf(sayDemands, 'field', { ...one(fields), aliases: ['领域'] }),
    columnOf(sayDemands, 'need_types', several(need_types)),
    columnOf(sayDemands, 'service_start', { read: asDay, aliases: ['开始日期'] }),
    columnOf(sayDemands, 'service_end', { read: asDay, aliases: ['结束日期'] }),
    columnOf(sayDemands, 'claim_deadline', { read: asDay, aliases: ['认领截止'] }),
    columnOf(sayDemands, 'conditions_offered'),
    columnOf(sayDemands, 'expected_beneficiaries', { aliases: ['受益人数'] }),
    columnOf(sayDemands, 'urgency', one(urgencies)),
    columnOf(sayDemands, 'confidential', { read: asTick, allowed: YES }),
  ];
}

function reportColumns({ action_lines, forms, metrics }: Catalogue): Column[] {
  return [
    columnOf(sayReports, 'title', {
      isRequired: true,
      aliases: ['标题', '活动名称', '服务名称', '活动内容'],
      example: { zh: '【示例】国庆义诊', en: '[Example] Free clinic' },
    }),
    columnOf(sayReports, 'action_line', {
      ...one(action_lines),
      isRequired: true,
      aliases: ['服务方向', '类别', 'Line'],
      example: sample(action_lines, ''),
    }),
    columnOf(sayReports, 'form', { ...one(forms), aliases: ['服务形式', '形式'] }),
    columnOf(sayReports, 'districts', {
      read: asDistricts,
      allowed: DISTRICT_LIST,
      isRequired: true,
      aliases: ['区县', '所在区县', 'District'],
      example: sample(DISTRICT_LIST, 'binhai'),
    }),
    columnOf(sayReports, 'service_start', {
      read: asDay,
      isRequired: true,
      aliases: ['开始', '日期', '服务日期', '活动日期', 'From', 'Date'],
      example: '2013-10-08',
    }),
    columnOf(sayReports, 'service_end', {
      read: asDay,
      aliases: ['结束', '截止日期', 'Until'],
      example: '2013-10-09',
    }),
    columnOf(sayReports, 'days', { aliases: ['天数'] }),
    columnOf(sayReports, 'place', { aliases: ['服务地点', '活动地点'] }),
    columnOf(sayReports, 'experts', {
      isRequired: true,
      aliases: ['专家', '专家姓名', '参加专家', 'Expert'],
      example: { zh: '张某某（某大学）、李某某', en: 'Zhang San (A university), Li Si' },
    }),
    columnOf(sayReports, 'summary', { aliases: ['成效', '服务成果', 'Results'] }),
    columnOf(sayReports, 'typical_story'),
    columnOf(sayReports, 'next_steps'),
    columnOf(sayReports, 'news'),
    ...offeredOf(metrics).map(
      ({ key, zh, en }): Column => ({
        field: key,
        labels: { zh, en },
        aliases: [],
        read: asText,
        isRequired: false,
        allowed: undefined,
        example: { zh: '', en: '' },
      }),
    ),
    // Known, so that it is refused by name: a need's service is reported from the need, and its host confirms it.
    columnOf(sayReports, 'demand', { aliases: ['需求编号', '编号', 'Need'] }),
  ];
}
