import { html } from 'htm/preact';
import { useId, useState } from 'preact/hooks';
import { type Block, type Chart, plain } from './block-kit.ts';
import { AxisChart, categoriesOf } from './chart-axis.ts';
import { PieChart } from './chart-pie.ts';
import { useDesk } from './desk.ts';
import { Unknown } from './rich-text.ts';

/** A chart, its legend, and the same figures as a table for whoever can't see it. */
export function ChartView({ block }: { block: Block }) {
  const { words } = useDesk();
  const [isTable, setTable] = useState(false);
  const id = useId();
  const chart = block.chart;
  if (!chart) return html`<${Unknown} type=${block.type} />`;
  const names = chart.segments?.map(({ label }) => label) ?? chart.series?.map(({ name }) => name) ?? [];
  const face =
    chart.type === 'pie' ? html`<${PieChart} chart=${chart} />` : html`<${AxisChart} chart=${chart} />`;
  return html`<figure class="chart" aria-labelledby=${id}>
    <figcaption id=${id}>${plain(block.title)}</figcaption>
    ${isTable ? html`<${Figures} chart=${chart} />` : face}
    <div class="chart-foot">
      ${(names.length > 1 || chart.type === 'pie') && !isTable && html`<ul class="legend">${names.map((name, index) => html`<li key=${name}><span class=${`ink-${index % 12}`}></span>${name}</li>`)}</ul>`}
      <button type="button" class="link-button" onClick=${() => setTable(!isTable)}>${isTable ? words.showChart : words.showTable}</button>
    </div>
  </figure>`;
}

function Figures({ chart }: { chart: Chart }) {
  const { words, locale } = useDesk();
  const number = (value: number | undefined): string =>
    value === undefined ? '' : value.toLocaleString(locale);
  if (chart.segments) {
    const total = chart.segments.reduce((sum, { value }) => sum + value, 0);
    return html`<div class="table-box"><table>
      <thead><tr><th scope="col">${words.category}</th><th scope="col" class="right">${words.value}</th><th scope="col" class="right">${words.share}</th></tr></thead>
      <tbody>${chart.segments.map(
        ({ label, value }) =>
          html`<tr key=${label}><th scope="row">${label}</th><td class="right">${number(value)}</td><td class="right">${Math.round((value / total) * 100)}%</td></tr>`,
      )}</tbody>
    </table></div>`;
  }
  const series = chart.series ?? [];
  return html`<div class="table-box"><table>
    <thead><tr><th scope="col">${chart.axis_config?.x_label ?? words.category}</th>${series.map(({ name }) => html`<th scope="col" class="right" key=${name}>${name}</th>`)}</tr></thead>
    <tbody>${categoriesOf(chart).map(
      (category) =>
        html`<tr key=${category}><th scope="row">${category}</th>${series.map(
          ({ name, data }) =>
            html`<td class="right" key=${name}>${number(data.find(({ label }) => label === category)?.value)}</td>`,
        )}</tr>`,
    )}</tbody>
  </table></div>`;
}
