import { wordsOf } from '../i18n/words.ts';

/** Of a host unit above the county, which the programme is not for (the notice: 县以下基层). */
export const say = wordsOf({
  zh: {
    title: '发布前说明理由',
    submit: '发布',
    submit_instant: '发布为即时服务',
    label: '发布理由 · {number}',
    hint: '“{unit}”{why}。行动面向区县以下基层单位，确需发布的，请说明理由；理由记入办理记录，联络员可以看到。若层级有误，请在“/expert 单位”中修改后再发布。',
    why_city: '的层级为市级',
    why_national: '的层级为中央、国家级',
    why_name: '从名称看是市级单位',
  },
  en: {
    title: 'Say why first',
    submit: 'Publish',
    submit_instant: 'Publish as instant',
    label: 'Why it is published · {number}',
    hint: '{unit} {why}. The programme serves units at county level or below; if this one is to be published, say why: the reason goes on record, and coordinators read it. If the level is wrong, mend it under “/expert units” first.',
    why_city: 'stands at city level',
    why_national: 'stands at national level',
    why_name: 'is a body of the city by its name',
  },
});
