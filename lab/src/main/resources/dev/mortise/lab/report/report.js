"use strict";

// Tables: a head is a button that sorts by its column, figures by value and not by how they are written.
for (const table of document.querySelectorAll(".table table")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  if (body.rows.length < 2) continue;
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    const wrap = () => {
      button.append(...head.childNodes);
      head.append(button);
    };
    wrap();
    // Browsers print a table's head on each page, but not the buttons in it.
    addEventListener("beforeprint", () => button.replaceWith(...button.childNodes));
    addEventListener("afterprint", wrap);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach(each => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sign = down ? -1 : 1;
      const isNumber = head.classList.contains("n");
      const value = row => {
        const cell = row.cells[column];
        return isNumber ? Number(cell.dataset.v ?? NaN) : cell.textContent;
      };
      body.append(...[...body.rows].sort((one, other) => {
        const a = value(one);
        const b = value(other);
        if (!isNumber) return sign * a.localeCompare(b, "en", { numeric: true });
        // What has no figure is last, whichever way.
        return Number.isNaN(a) || Number.isNaN(b) ? Number.isNaN(a) - Number.isNaN(b) : sign * (a - b);
      }));
    });
  });
}

// Charts. Colours are the style sheet's, so that light, dark and print need no other drawing.
const symbols = [d3.symbolCircle, d3.symbolSquare, d3.symbolTriangle, d3.symbolDiamond, d3.symbolStar, d3.symbolCross,
  d3.symbolWye];
const NARROW = 560;
const MOST_LABEL = 340;
/** What is left of a sheet of paper. */
const PAPER = 690;

const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;
document.body.append(tip);

function withTip(marks) {
  const show = (event, point) => {
    tip.textContent = point.tip;
    tip.hidden = false;
    const box = event.currentTarget.getBoundingClientRect();
    const left = Math.min(box.right + 8, innerWidth - tip.offsetWidth - 8);
    const top = box.top - tip.offsetHeight - 6;
    tip.style.left = Math.max(8, left) + "px";
    tip.style.top = (top < 4 ? box.bottom + 6 : top) + "px";
  };
  marks.attr("aria-label", point => point.tip).attr("role", "img")
    .on("pointerenter", show).on("pointerleave", () => { tip.hidden = true; });
}
addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

/** Each series' colour and mark. Those of known contenders are the same in all charts. */
function looks(chart) {
  let next = 1;
  return chart.series.map((series, index) => {
    const style = series.style;
    if (style === "published") return { colour: "var(--published)", symbol: d3.symbolDiamond, hollow: true };
    if (style === "mortise" && !chart.series.slice(0, index).some(each => each.style === "mortise")) {
      return { colour: "var(--mortise)", symbol: symbols[0], hollow: false, mortise: true };
    }
    if (style === "native") {
      const isSecond = chart.series.slice(0, index).some(each => each.style === "native");
      return { colour: "var(--native)", symbol: isSecond ? d3.symbolTriangle : d3.symbolSquare, hollow: isSecond };
    }
    if (style === "rest") return { colour: "var(--c7)", symbol: symbols[0], hollow: false };
    const place = next++;
    return { colour: `var(--c${1 + (place - 1) % 7})`, symbol: symbols[place % symbols.length], hollow: place > 7 };
  });
}

function keys(plot, chart, look) {
  const items = d3.select(plot).append("ul").attr("class", "keys").selectAll("li").data(chart.series).join("li");
  items.append("svg").attr("viewBox", "-7 -7 14 14").attr("aria-hidden", "true").append("path")
    .attr("d", (_, i) => chart.kind === "BARS" ? "M-5 -5H5V5H-5Z" : d3.symbol(look[i].symbol, 60)())
    .style("fill", (_, i) => look[i].hollow ? "var(--page)" : look[i].colour)
    .style("stroke", (_, i) => look[i].colour).style("stroke-width", 1.5);
  items.append("span").text(each => each.name);
}

const number = value => value === 0 ? "0" : value >= 1e6 || value < 1e-3 ? d3.format(".0e")(value).replace("e+", "e")
  : value >= 1000 ? d3.format(",")(value) : d3.format("~r")(+value.toPrecision(3));

/** As the tables have it. */
const figure = value => d3.format(value >= 99.95 ? ",.0f" : value >= 9.995 ? ".1f" : value >= 0.9995 ? ".2f" : ".3f")(value);

const size = value => {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) { value /= 1024; unit++; }
  return +value.toPrecision(3) + " " + units[unit];
};

/** A scale from the least to the greatest figure, with ticks that do not touch. */
function scaleOf(values, chart, range, room) {
  const least = d3.min(values);
  const most = d3.max(values);
  const length = Math.abs(range[1] - range[0]);
  if (!chart.isLogarithmic) {
    const scale = d3.scaleLinear([0, most], range).nice();
    return { scale, ticks: scale.ticks(Math.max(2, length / room)) };
  }
  let low = least / 1.15;
  let high = most * 1.15;
  // Less than one power of ten would have hardly a tick.
  if (high / low < 4) {
    const widen = Math.sqrt(4 / (high / low));
    low /= widen;
    high *= widen;
  }
  const scale = d3.scaleLog([low, high], range);
  const decades = Math.log10(high / low);
  const choices = [[1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]];
  const count = Math.max(2, length / room);
  let ticks = [];
  for (const digits of choices) {
    ticks = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (const digit of digits) {
        const tick = digit * 10 ** power;
        if (tick >= low && tick <= high) ticks.push(+tick.toPrecision(6));
      }
    }
    if (ticks.length <= count) break;
  }
  if (ticks.length > count) {
    const step = Math.ceil(decades / count);
    ticks = ticks.filter(tick => Math.round(Math.log10(tick)) % step === 0);
  }
  return { scale, ticks };
}

function across(svg, scale, ticks, top, bottom, format) {
  const axis = svg.append("g").attr("class", "grid");
  axis.selectAll("line").data(ticks).join("line").attr("x1", scale).attr("x2", scale).attr("y1", top).attr("y2", bottom);
  const texts = svg.append("g").attr("class", "tick").attr("text-anchor", "middle");
  texts.selectAll("text").data(ticks).join("text").attr("x", scale).attr("y", bottom + 16).text(format);
}

function finite(points) {
  return points.flatMap(point => [point.value, point.low, point.high])
    .filter(value => Number.isFinite(value) && value > 0);
}

/** Rows with a mark a figure, or with bars. Where there is little room, a row's name stands above its line. */
function rows(plot, chart, look, width) {
  const isBars = chart.kind === "BARS";
  const isNarrow = width < NARROW;
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "13px system-ui, sans-serif";
  const widest = d3.max(chart.rows, row => pen.measureText(row.label).width) ?? 0;
  const left = isNarrow ? 8 : Math.min(MOST_LABEL, Math.ceil(widest * 1.04) + 18);
  const right = width - 14;
  const step = isNarrow ? 38 : isBars ? 28 : 25;
  const top = 6;
  const bottom = top + step * chart.rows.length;
  const svg = d3.select(plot).append("svg").attr("viewBox", `0 0 ${width} ${bottom + 40}`).attr("role", "group");
  const totals = chart.rows.map((_, row) => d3.sum(chart.series, series => d3.sum(series.points,
    point => point.place === row ? point.value : 0)));
  const values = isBars ? totals : chart.series.flatMap(series => finite(series.points));
  const { scale, ticks } = scaleOf(values, chart, [left, right - (isBars ? 30 : 0)], 62);
  const middle = row => top + row * step + (isNarrow ? step - 10 : step / 2);

  svg.selectAll(".band").data(d3.range(chart.rows.length).filter(row => chart.rows[row].style === "mortise"))
    .join("rect").attr("class", "band").attr("x", 0).attr("width", width).attr("y", row => top + row * step)
    .attr("height", step);
  across(svg, scale, ticks, top, bottom, number);
  svg.append("text").attr("class", "axis").attr("x", right).attr("y", bottom + 34).attr("text-anchor", "end")
    .text(chart.axis + (chart.isLogarithmic ? ", logarithmic" : ""));
  svg.selectAll(".label").data(chart.rows).join("text").attr("class", row => "label " + row.style)
    .attr("x", isNarrow ? 4 : left - 10).attr("text-anchor", isNarrow ? "start" : "end")
    .attr("y", (_, row) => isNarrow ? top + row * step + 15 : middle(row) + 4)
    .each(function (row) { fit(this, row.label, isNarrow ? width - 8 : left - 14, pen); });
  if (!isBars) {
    svg.selectAll(".row").data(chart.rows).join("line").attr("class", "row").attr("x1", left).attr("x2", right)
      .attr("y1", (_, row) => middle(row)).attr("y2", (_, row) => middle(row));
  }

  const starts = chart.rows.map(() => 0);
  chart.series.forEach((series, index) => {
    const group = svg.append("g").attr("class", "series" + (look[index].hollow ? " hollow" : ""))
      .style("--colour", look[index].colour);
    if (isBars) {
      const bars = group.selectAll("rect").data(series.points).join("rect").attr("class", "bar")
        .attr("y", point => middle(point.place) - 7).attr("height", 14).each(function (point) {
          const begin = starts[point.place];
          starts[point.place] += point.value;
          d3.select(this).attr("x", scale(begin)).attr("width", Math.max(0, scale(starts[point.place]) - scale(begin)));
        });
      withTip(bars);
    } else {
      group.selectAll("line").data(series.points.filter(point => Number.isFinite(point.low))).join("line")
        .attr("class", "interval").attr("x1", point => scale(point.low)).attr("x2", point => scale(point.high))
        .attr("y1", point => middle(point.place)).attr("y2", point => middle(point.place));
      const isBig = look[index].mortise;
      const marks = group.selectAll("path").data(series.points).join("path")
        .attr("class", point => chart.rows[point.place].style === "published" ? "mark elsewhere" : "mark")
        .attr("d", d3.symbol(look[index].symbol, isBig ? 95 : 64))
        .attr("transform", point => `translate(${scale(point.value)},${middle(point.place)})`);
      withTip(marks);
    }
  });
  if (isBars) {
    svg.selectAll(".total").data(totals).join("text").attr("class", "axis").attr("x", total => scale(total) + 5)
      .attr("y", (_, row) => middle(row) + 4).text(figure);
  }
}

/** As much of a name as there is room for; all of it to whoever points at it. */
function fit(element, text, room, pen) {
  let shown = text;
  while (shown.length > 4 && pen.measureText(shown).width > room) shown = shown.slice(0, -2).trimEnd() + "…";
  element.textContent = shown;
  if (shown !== text) d3.select(element).append("title").text(text);
}

/** A line a series over something, both logarithmic. */
function lines(plot, chart, look, width) {
  const isBytes = chart.across.startsWith("bytes");
  const left = 54;
  const right = width - 24;
  const top = 10;
  const height = Math.min(420, Math.max(260, width * 0.5));
  const bottom = height - 42;
  const svg = d3.select(plot).append("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "group");
  const y = scaleOf(chart.series.flatMap(series => finite(series.points)), chart, [bottom, top], 34);
  const places = [...new Set(chart.series.flatMap(series => series.points.map(point => point.place)))]
    .sort(d3.ascending);
  const x = d3.scaleLog([places[0], places[places.length - 1]], [left + 10, right - 10]);
  let last = -Infinity;
  const shown = places.filter(place => {
    const isFree = x(place) - last >= 58;
    if (isFree) last = x(place);
    return isFree;
  });
  across(svg, x, shown, top, bottom, isBytes ? size : number);
  svg.append("g").attr("class", "grid").selectAll("line").data(y.ticks).join("line").attr("x1", left).attr("x2", right)
    .attr("y1", y.scale).attr("y2", y.scale);
  svg.append("g").attr("class", "tick").attr("text-anchor", "end").selectAll("text").data(y.ticks).join("text")
    .attr("x", left - 6).attr("y", tick => y.scale(tick) + 4).text(number);
  svg.append("text").attr("class", "axis").attr("x", right).attr("y", height - 6).attr("text-anchor", "end")
    .text(`${chart.axis}, over ${chart.across}` + (width < NARROW ? "" : "; both logarithmic"));
  chart.series.forEach((series, index) => {
    const group = svg.append("g").attr("class", "series" + (look[index].hollow ? " hollow" : "")
      + (look[index].mortise ? " mortise" : "")).style("--colour", look[index].colour);
    group.append("path").attr("class", "curve-line")
      .attr("d", d3.line(point => x(point.place), point => y.scale(point.value))(series.points));
    group.selectAll("line").data(series.points.filter(point => Number.isFinite(point.low))).join("line")
      .attr("class", "interval").attr("x1", point => x(point.place)).attr("x2", point => x(point.place))
      .attr("y1", point => y.scale(point.low)).attr("y2", point => y.scale(point.high));
    withTip(group.selectAll(".mark").data(series.points).join("path").attr("class", "mark")
      .attr("d", d3.symbol(look[index].symbol, 56))
      .attr("transform", point => `translate(${x(point.place)},${y.scale(point.value)})`));
  });
}

const charts = JSON.parse(document.getElementById("charts").textContent);

function draw(plot, width = Math.floor(plot.clientWidth)) {
  const chart = charts[plot.dataset.chart];
  if (width === 0 || plot.dataset.width === String(width)) return;
  plot.dataset.width = width;
  plot.replaceChildren();
  const look = looks(chart);
  keys(plot, chart, look);
  (chart.kind === "LINES" ? lines : rows)(plot, chart, look, width);
}

const isPaper = matchMedia("print");
const watch = new ResizeObserver(entries => entries.forEach(entry => {
  // What was drawn for a sheet stays so until it is printed.
  if (!isPaper.matches) draw(entry.target);
}));
const plots = [...document.querySelectorAll(".plot")];
plots.forEach(plot => watch.observe(plot));
addEventListener("beforeprint", () => plots.filter(plot => plot.clientWidth > 0).forEach(plot => draw(plot, PAPER)));
addEventListener("afterprint", () => plots.forEach(plot => draw(plot)));
