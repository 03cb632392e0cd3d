// A chart with a legend: a fixed number of curves over what a job counts.
import uPlot from "./uPlot.js";
import { compact, count, element } from "./text.js";

const HEIGHT = 190;
const COLOURS = ["--model", "--baseline", "--third"];
const dark = window.matchMedia("(prefers-color-scheme: dark)");

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function axis(more) {
  return {
    stroke: () => colour("--quiet"),
    grid: { stroke: () => colour("--grid"), width: 1 },
    ticks: { show: false },
    font: "11px system-ui, sans-serif",
    ...more,
  };
}

export class Chart {
  // curves: [figure's name, label]; show: a value as text; band: names of the two between which there is colour.
  constructor(title, x, curves, show, band) {
    this.x = x;
    this.curves = curves;
    this.show = show;
    this.band = band;
    this.root = element("div", "", "chart");
    this.legend = element("div", "", "legend");
    this.plot = element("div", "", "plot");
    this.root.append(element("h3", title), this.legend, this.plot);
    this.values = curves.map(([, label], i) => {
      const entry = element("span", `${label} `, `c${i}`);
      const value = element("b");
      entry.append(value);
      this.legend.append(entry);
      return value;
    });
    this.at = element("span", "", "at");
    this.legend.append(this.at);
    this.data = [[], ...this.names().map(() => [])];
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.plot);
    this.repaint = () => this.chart?.redraw();
    dark.addEventListener("change", this.repaint);
  }

  names() {
    return [...this.curves.map(([name]) => name), ...(this.band ?? [])];
  }

  update(curve) {
    const xs = curve[this.x] ?? [];
    this.curves.forEach(([name], i) => (this.values[i].parentElement.hidden = !(name in curve)));
    this.data = [xs, ...this.names().map((name) => curve[name] ?? xs.map(() => null))];
    if (this.chart) {
      this.chart.setData(this.data);
    } else {
      this.resize();
    }
    this.say(this.chart?.cursor.idx);
  }

  resize() {
    const width = Math.floor(this.plot.clientWidth);
    if (width === 0) return;
    if (this.chart) {
      this.chart.setSize({ width, height: HEIGHT });
    } else {
      this.chart = new uPlot(this.options(width), this.data, this.plot);
    }
  }

  options(width) {
    const ofBand = (this.band ?? []).map(() => ({ stroke: "transparent", points: { show: false } }));
    const first = this.curves.length + 1;
    return {
      width,
      height: HEIGHT,
      legend: { show: false },
      padding: [8, 12, 0, 0],
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 6 } },
      scales: { x: { time: false } },
      axes: [
        axis({ size: 24, gap: 2, values: (_, splits) => splits.map(compact) }),
        axis({ size: 46, gap: 4, values: (_, splits) => splits.map((split) => (split === null ? "" : this.show(split, true))) }),
      ],
      series: [
        {},
        ...this.curves.map((_, i) => ({ stroke: () => colour(COLOURS[i]), width: 1.6, spanGaps: true, points: { show: false } })),
        ...ofBand,
      ],
      bands: this.band ? [{ series: [first + 1, first], fill: () => colour("--band") }] : [],
      hooks: { setCursor: [(chart) => this.say(chart.cursor.idx)] },
    };
  }

  // The values under the finger, or the newest.
  say(index) {
    const xs = this.data[0];
    const hovered = index !== null && index !== undefined && index < xs.length;
    const i = hovered ? index : xs.length - 1;
    this.values.forEach((value, n) => (value.textContent = this.show(this.data[n + 1][i])));
    this.at.textContent = hovered ? `at ${count(xs[i])} ${this.x}` : "";
  }

  close() {
    dark.removeEventListener("change", this.repaint);
    this.observer.disconnect();
    this.chart?.destroy();
  }
}
