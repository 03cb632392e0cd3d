// The page is what was pushed last, whatever came before: each event holds all of a job.
import { Chart } from "./charts.js";
import { ago, bytes, count, element, millis, moment, number, percent } from "./text.js";

const AXIS = new Intl.NumberFormat("en-GB", { notation: "compact", maximumSignificantDigits: 4 });
const figure = (value, onAxis) => (onAxis ? AXIS.format(value) : number(value));
const share = (value, onAxis) => (onAxis ? `${number(value * 100)} %` : percent(value));

// Per kind of job: what it is called, its tiles (label, text, note) and its charts.
const KINDS = {
  classes: {
    label: "classes",
    tiles: (f) => [
      ["accuracy", percent(f["window.accuracy"]), `of all ${percent(f.accuracy)}`],
      ["no change", percent(f["window.no_change_accuracy"]), `of all ${percent(f.no_change_accuracy)}`],
      ["loss", number(f.loss), `log loss ${number(f["window.log_loss"])}`],
      ["kappa", number(f["window.kappa"]), `temporal ${number(f["window.kappa_temporal"])}`],
      ["examples", count(f.examples)],
    ],
    charts: [
      ["Accuracy over the newest examples, before each was learned", [["window.accuracy", "model"], ["window.no_change_accuracy", "no change"]], share],
      ["Loss", [["loss", "newest update"], ["window.log_loss", "log loss"]], figure],
    ],
  },
  numbers: {
    label: "numbers",
    tiles: (f) => [
      ["mean absolute error", number(f["window.mean_absolute_error"]), `of all ${number(f.mean_absolute_error)}`],
      ["no change", number(f["window.no_change_mean_absolute_error"]), `of all ${number(f.no_change_mean_absolute_error)}`],
      ["root mean squared", number(f["window.root_mean_squared_error"]), `of all ${number(f.root_mean_squared_error)}`],
      ["skill", number(f["window.skill"]), `of all ${number(f.skill)}`],
      ["loss", number(f.loss)],
      ["examples", count(f.examples)],
    ],
    charts: [
      ["Error over the newest examples, before each was learned", [["window.mean_absolute_error", "mean absolute"], ["window.no_change_mean_absolute_error", "no change"], ["window.root_mean_squared_error", "root mean squared"]], figure],
      ["Loss", [["loss", "newest update"]], figure],
    ],
  },
  agent: {
    label: "agent",
    tiles: (f) => [
      ["return", number(f.mean_return), `in ${number(f.mean_length)} step${f.mean_length === 1 ? "" : "s"}`],
      ["epsilon", number(f.epsilon)],
      ["loss", number(f.loss)],
      ["policy loss", number(f.policy_loss), `value loss ${number(f.value_loss)}`],
      ["entropy", number(f.entropy)],
      ["mean Q", number(f.q_mean)],
      ["TD error", number(f.td_error)],
      ["improvement", number(f.improvement), `${number(f.improvement_low)} to ${number(f.improvement_high)}`],
      ["gate", `${count(f.gate_passed)} passed`, `${count(f.gate_held)} held`],
      ["episodes", count(f.episodes)],
      ["transitions", count(f.transitions)],
    ].filter(([, text]) => !text.startsWith("–")),
    charts: [
      ["Return over the newest episodes, as it explores", [["mean_return", "return"]], figure],
      ["Loss", [["loss", "loss"], ["policy_loss", "policy"], ["value_loss", "value"]], figure],
      ["Exploration", [["epsilon", "epsilon"], ["entropy", "entropy"]], figure],
      ["Gate: improvement over the policy that acts", [["improvement", "improvement"]], figure, ["improvement_low", "improvement_high"]],
    ],
  },
};
const COUNTED = { classes: "examples", numbers: "examples", agent: "transitions" };

class Panel {
  constructor(name) {
    this.root = element("section", "", "job");
    this.root.id = `job-${name}`;
    this.about = element("p");
    const title = element("div", "", "title");
    title.append(element("h2", name), this.about);
    this.tiles = element("dl", "", "tiles");
    this.plots = element("div", "", "charts");
    this.versions = new Table("Versions and what they learned from", ["version", "published", "examples", "up to", "offsets", "size", "SHA-256"], [0, 2, 5]);
    this.deadLetters = new Table("Dead letters", ["reason", "record", "rejected"], []);
    this.late = new Table("Late records", ["reason", "record", "rejected"], []);
    const rest = element("div", "", "rest");
    rest.append(this.versions.root, this.deadLetters.root, this.late.root);
    this.root.append(title, this.tiles, this.plots, rest);
    this.charts = [];
  }

  update(job) {
    this.job = job;
    if (job.kind && job.kind !== this.kind) {
      this.kind = job.kind;
      this.charts.forEach((chart) => chart.close());
      this.charts = KINDS[job.kind].charts.map(([title, curves, show, band]) => new Chart(title, COUNTED[job.kind], curves, show, band));
      this.plots.replaceChildren(...this.charts.map((chart) => chart.root));
    }
    this.charts.forEach((chart) => {
      chart.root.hidden = !chart.curves.some(([name]) => name in job.curve);
      if (!chart.root.hidden) chart.update(job.curve);
    });
    this.versions.update(job.versions.length, job.versions.map((v) => [
      count(v.version),
      moment(v.published_at),
      count(v.examples),
      v.event_time > 0 ? moment(v.event_time) : "–",
      Object.entries(v.offsets).map(([partition, offset]) => `${partition}: ${offset}`).join(", "),
      bytes(v.bytes),
      `${v.sha256.slice(0, 16)}…`,
    ]), provenances(job.versions));
    this.rejects(this.deadLetters, job.dead_letters);
    this.rejects(this.late, job.late);
    this.tick();
  }

  rejects(table, rejects) {
    table.update(seen(rejects), rejects.newest.map((each) => [each.reason, each.place, moment(each.time)]));
  }

  // Ages go on while nothing comes.
  tick() {
    const job = this.job;
    if (!job) return;
    const kind = KINDS[job.kind];
    this.about.textContent = [kind?.label, kind ? `newest figures ${ago(job.told_at)}` : "has told nothing yet", job.ignored > 0 ? `${count(job.ignored)} records ignored` : ""].filter(Boolean).join(" · ");
    const newest = job.versions[0];
    const version = job.figures?.version;
    const tiles = kind ? kind.tiles(job.figures) : [];
    if (kind) tiles.push([job.kind === "agent" ? "policy" : "version", count(version), newest ? `${newest.version === version ? "" : `${count(newest.version)} `}published ${ago(newest.published_at)}` : ""]);
    if (job.answers.version !== null) tiles.push(["answers by", count(job.answers.version), behind(version ?? newest?.version, job.answers.version)]);
    if (job.pinned !== null) tiles.push(["rolled back to", count(job.pinned), "until ‘policy resume’", true]);
    if (job.answers.p50_ms !== null) tiles.push(["latency", millis(job.answers.p50_ms), `p99 ${millis(job.answers.p99_ms)}`]);
    if (job.figures?.refused_updates > 0) tiles.push(["refused updates", count(job.figures.refused_updates), "", true]);
    tiles.push(["dead letters", seen(job.dead_letters), "", job.dead_letters.seen > 0], ["late", seen(job.late)]);
    this.tiles.replaceChildren(...tiles.map(tile));
  }

  close() {
    this.charts.forEach((chart) => chart.close());
    this.root.remove();
  }
}

// What versions were made with: a line wherever it changed.
function provenances(versions) {
  const lines = [];
  let before;
  for (const version of [...versions].reverse()) {
    const text = Object.entries(version.provenance).map(([key, value]) => `${key} ${value}`).join(" · ");
    if (text && text !== before) lines.unshift(`From version ${count(version.version)}: ${text}`);
    before = text;
  }
  return lines;
}

// Of the two versions that are shown.
function behind(newest, answering) {
  const updates = Math.max(0, newest - answering);
  return Number.isFinite(updates) ? `${count(updates)} update${updates === 1 ? "" : "s"} behind` : "";
}

const seen = (rejects) => count(rejects.seen) + (rejects.more ? "+" : "");

function tile([label, text, note, alarm]) {
  const made = element("div", "", alarm ? "alarm" : "");
  made.append(element("dt", label), element("dd", text));
  if (note) made.append(element("dd", note, "note"));
  return made;
}

// Rows of texts behind a line that opens them.
class Table {
  constructor(title, heads, numeric) {
    this.title = title;
    this.numeric = numeric;
    this.root = element("details");
    this.summary = element("summary");
    this.body = element("tbody");
    const row = element("tr");
    row.append(...heads.map((head, i) => element("th", head, numeric.includes(i) ? "n" : "")));
    const head = element("thead");
    head.append(row);
    const table = element("table");
    table.append(head, this.body);
    const wide = element("div", "", "wide");
    wide.append(table);
    this.notes = element("div");
    this.root.append(this.summary, wide, this.notes);
  }

  update(total, rows, notes = []) {
    this.notes.replaceChildren(...notes.map((note) => element("p", note)));
    this.root.hidden = rows.length === 0;
    this.summary.textContent = `${this.title} (${rows.length === Number(total) ? total : `newest ${rows.length} of ${total}`})`;
    this.body.replaceChildren(...rows.map((cells) => {
      const row = element("tr");
      row.append(...cells.map((cell, i) => element("td", cell, this.numeric.includes(i) ? "n" : cell.length > 32 ? "text" : "short")));
      return row;
    }));
  }
}

const panels = new Map();
const jobs = document.getElementById("jobs");
const jumps = document.getElementById("jumps");
const none = document.getElementById("none");
const state = document.getElementById("state");

function say(text, style) {
  state.textContent = text;
  state.className = style;
}

function overview({ brokers, problem, jobs: names, left_out: leftOut }) {
  say(problem ? `${brokers}: ${problem}` : `${brokers}${leftOut > 0 ? ` · ${leftOut} more jobs are not shown` : ""}`, problem ? "lost" : "live");
  none.hidden = names.length > 0;
  for (const [name, panel] of panels) {
    if (!names.includes(name)) {
      panel.close();
      panels.delete(name);
    }
  }
  const shown = [...panels.keys()];
  if (names.length === shown.length && names.every((name) => panels.has(name))) return;
  for (const name of names) {
    if (!panels.has(name)) panels.set(name, new Panel(name));
  }
  const sorted = [...panels.keys()].sort();
  jobs.append(...sorted.map((name) => panels.get(name).root));
  jumps.replaceChildren(...(sorted.length > 1 ? sorted : []).map((name) => {
    const jump = element("a", name);
    jump.href = `#job-${encodeURIComponent(name)}`;
    return jump;
  }));
}

// Something is heard every five seconds, whatever the jobs do: silence is a connection that nobody has closed.
const SILENCE = 20000;
let source;
let heard;

function connect() {
  heard = Date.now();
  source?.close();
  source = new EventSource("events");
  source.addEventListener("overview", (event) => {
    heard = Date.now();
    overview(JSON.parse(event.data));
  });
  source.addEventListener("job", (event) => {
    const job = JSON.parse(event.data);
    panels.get(job.name)?.update(job);
  });
  // The browser tries again by itself, unless it was refused: then the silence brings it back.
  source.addEventListener("error", () => say("no connection; trying again …", "lost"));
}

connect();
setInterval(() => {
  panels.forEach((panel) => panel.tick());
  if (Date.now() - heard > SILENCE) connect();
}, 1000);
