import { wordsOf } from '../i18n/words.ts';

export const say = wordsOf({
  zh: {
    title: '{name}进展 · {date}',
    experts: '服务专家 {experts} 人，目标 {target} 人（{percent}%）',
    beside: '专家服务 {personTimes} 人次（不与人数混计）· 服务群众 {served} 人次 · 已采纳报告 {reports} 份',
    empty: '还没有已采纳的服务。每一次服务都从一条需求开始。',
    empty_next: '下一步：用 /expert-demand 发布需求，用 /expert-claim 认领；服务后用 /expert-report 填报。',
    outcomes: '成果',
    by_line: '按类别',
    by_district: '按区县',
    share: '专家 {experts} 人，报告 {reports} 份',
    gaps: '尚无已采纳服务的区县：{districts}',
    no_gaps: '每个区县都已有已采纳的服务。',
    open: '等待认领的需求',
    no_open: '现在没有等待认领的需求。',
    more_open: '还有 {n} 条需求等待认领，输入 /expert-claim 查看。',
    claim: '认领',
    waiting: '待办',
    waiting_for: '需求待审核 {demands} 条 · 认领待同意 {claims} 项 · 报告待采纳 {reports} 份',
    post: '发到频道',
    posted: '进展已发到需求频道。',
  },
  en: {
    title: '{name}: progress, {date}',
    experts: '{experts} of {target} experts have served ({percent}%)',
    beside:
      '{personTimes} person-times of experts (counted apart) · {served} person-times of people served · {reports} accepted {reports|report|reports}',
    empty: 'No service has been accepted yet. Each one begins with a need.',
    empty_next:
      'Next: post a need with /expert-demand, claim one with /expert-claim, and report it with /expert-report.',
    outcomes: 'Results',
    by_line: 'By line',
    by_district: 'By district',
    share: '{experts} {experts|expert|experts}, {reports} {reports|report|reports}',
    gaps: 'Districts with no accepted service yet: {districts}',
    no_gaps: 'Every district has an accepted service.',
    open: 'Needs that wait for experts',
    no_open: 'No need waits for experts right now.',
    more_open: '{n} more {n|need waits|needs wait} for experts: see /expert-claim.',
    claim: 'Claim',
    waiting: 'Waiting',
    waiting_for:
      'Needs to check: {demands} · claims awaiting consent: {claims} · reports to accept: {reports}',
    post: 'Post to the channel',
    posted: 'The progress is posted in the needs channel.',
  },
});
