// SPDX-License-Identifier: Apache-2.0
// Growth curves as an SVG that reads in the light and in the dark: one panel a figure, both axes
// logarithmic, so that a straight line at 45° is a cost in proportion to the people.

const PANEL = { width: 300, height: 220, left: 52, top: 34, right: 14, bottom: 34 };
const PANELS = [
  { title: "Last phone sees the question (ms)", value: ({ scenarios: s }) => s.question_opens.last_screen_p50_ms },
  { title: "All at once: every vote counted (ms)", value: ({ scenarios: s }) => s.vote_spike.counted_max_ms },
  { title: "Server memory (MB)", value: ({ size, scenarios: s }) => (s.lobby.server_memory_each_bytes * size) / 1e6 },
];
const STYLE = `
  text { font: 11px system-ui, sans-serif; fill: #333 }
  .title { font-weight: 600; font-size: 12px }
  .grid { stroke: #8884; stroke-width: 1 }
  .line { stroke: #c2410c; stroke-width: 2; fill: none }
  .dot { fill: #c2410c }
  @media (prefers-color-scheme: dark) { text { fill: #ddd } .line { stroke: #fb923c } .dot { fill: #fb923c } }`;

const short = (n) => (n >= 1000 ? `${n / 1000}k` : `${n}`);

/** The powers of ten that hold all values. */
function decades(values) {
  const low = Math.floor(Math.log10(Math.max(Math.min(...values), 0.1)));
  const high = Math.ceil(Math.log10(Math.max(...values, 1)));
  return Array.from({ length: Math.max(high, low + 1) - low + 1 }, (_, i) => 10 ** (low + i));
}

function scale(ticks, from, to) {
  const [low, high] = [Math.log10(ticks[0]), Math.log10(ticks.at(-1))];
  return (value) => from + ((Math.log10(Math.max(value, ticks[0])) - low) / (high - low)) * (to - from);
}

function panel({ title, value }, growth, offset) {
  const { width, height, left, top, right, bottom } = PANEL;
  const points = growth.map((row) => [row.size, value(row)]);
  const xs = decades(points.map(([x]) => x));
  const ys = decades(points.map(([, y]) => y));
  const x = scale(xs, left, width - right);
  const y = scale(ys, height - bottom, top);
  const at = points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`);
  return `<g transform="translate(${offset} 0)">
<text class="title" x="${left}" y="18">${title}</text>
${ys.map((tick) => `<path class="grid" d="M${left} ${y(tick)}H${width - right}"/><text x="${left - 6}" y="${y(tick) + 4}" text-anchor="end">${short(tick)}</text>`).join("\n")}
${xs.map((tick) => `<path class="grid" d="M${x(tick)} ${top}V${height - bottom}"/><text x="${x(tick)}" y="${height - bottom + 16}" text-anchor="middle">${short(tick)}</text>`).join("\n")}
<polyline class="line" points="${at.join(" ")}"/>
${at.map((point) => `<circle class="dot" r="3" cx="${point.split(",")[0]}" cy="${point.split(",")[1]}"/>`).join("")}
<text x="${(left + width - right) / 2}" y="${height - 4}" text-anchor="middle">people</text>
</g>`;
}

export function plot(growth) {
  const width = PANEL.width * PANELS.length;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${PANEL.height}" role="img" aria-label="How Clameur's figures grow with the number of people">
<style>${STYLE}</style>
${PANELS.map((one, i) => panel(one, growth, i * PANEL.width)).join("\n")}
</svg>
`;
}
