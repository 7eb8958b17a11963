import { say as sayDemands } from '../../demands/words.ts';
import { offeredOf } from '../../programme/catalogue.ts';
import { say as sayReports } from '../../reports/words.ts';
import { asDay, asDistricts, asText, asTick } from '../cells.ts';
import { type Column, columnOf } from '../columns.ts';
import { districtList, one, sample, several, YES } from './choices.ts';
import type { Lists } from './columns-of.ts';

export function demandColumns({ catalogue, year }: Lists): Column[] {
  const districts = districtList(year);
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
      allowed: districts,
      isRequired: true,
      aliases: ['区县', '区', 'District'],
      example: sample(districts, 'binhai'),
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

export function reportColumns({ catalogue, year }: Lists): Column[] {
  const { action_lines, forms, metrics } = catalogue;
  const districts = districtList(year);
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
      allowed: districts,
      isRequired: true,
      aliases: ['区县', '所在区县', 'District'],
      example: sample(districts, 'binhai'),
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
