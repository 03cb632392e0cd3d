// Numbers and times as text, and elements that hold text: topics may say anything, so nothing of theirs is ever markup.
const plain = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 4 });
const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-GB", { notation: "compact", maximumSignificantDigits: 3 });
const shares = new Intl.NumberFormat("en-GB", { style: "percent", minimumFractionDigits: 2, maximumFractionDigits: 2 });

const known = (value) => typeof value === "number" && Number.isFinite(value);

export const number = (value) => (known(value) ? plain.format(value) : "–");
export const count = (value) => (known(value) ? whole.format(value) : "–");
export const compact = (value) => (known(value) ? short.format(value) : "");
export const percent = (value) => (known(value) ? shares.format(value) : "–");
export const millis = (value) => (known(value) ? `${plain.format(value)} ms` : "–");

export function bytes(value) {
  if (!known(value)) return "–";
  if (value < 1024) return `${value} B`;
  return value < 1 << 20 ? `${plain.format(value / 1024)} KiB` : `${plain.format(value / (1 << 20))} MiB`;
}

// How long ago, in the largest unit of which there is one.
export function ago(time) {
  if (!known(time) || time <= 0) return "–";
  const seconds = Math.max(0, Math.round((Date.now() - time) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86400)} days ago`;
}

export function moment(time) {
  const date = new Date(time);
  return known(time) && !Number.isNaN(date.getTime()) ? date.toISOString().replace(/\.\d+Z$/, "Z").replace("T", " ") : "–";
}

export function element(name, text = "", style = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (style) made.className = style;
  return made;
}
