// The editor's own part in the browser: completion asked of the server, problems marked, text sent whole and kept until it is on the disk.
import * as CM from "nicegui-codemirror";

const setMarks = CM.StateEffect.define();
const views = new Map(); // by element id: {view, options, number, readOnly}
const attached = new Map(); // by element id: a promise of the same, for what is called meanwhile

class Sign extends CM.GutterMarker {
  constructor(error) {
    super();
    this.error = error;
  }
  eq(other) {
    return other.error === this.error;
  }
  toDOM() {
    const sign = document.createElement("span");
    sign.className = this.error ? "studio-sign-error" : "studio-sign-warning";
    sign.textContent = this.error ? "✖" : "▲";
    return sign;
  }
}

const marksField = CM.StateField.define({
  create: () => ({ marks: [], drawn: CM.Decoration.none, signs: CM.RangeSet.empty }),
  update(held, change) {
    let { marks, drawn, signs } = held;
    if (change.docChanged) {
      marks = marks.map((mark) => ({ ...mark, from: change.changes.mapPos(mark.from), to: change.changes.mapPos(mark.to) }));
      drawn = drawn.map(change.changes);
      signs = signs.map(change.changes);
    }
    for (const effect of change.effects) {
      if (!effect.is(setMarks)) continue;
      marks = effect.value;
      drawn = CM.Decoration.set(
        marks.map((mark) => CM.Decoration.mark({ class: `studio-mark-${mark.kind}` }).range(mark.from, mark.to)),
        true,
      );
      const lines = new Map();
      for (const mark of marks) {
        if (mark.kind === "related") continue;
        const line = change.state.doc.lineAt(mark.from).from;
        lines.set(line, lines.get(line) || mark.kind === "error");
      }
      signs = CM.RangeSet.of([...lines].map(([line, error]) => new Sign(error).range(line)), true);
    }
    return { marks, drawn, signs };
  },
  provide: (field) => CM.EditorView.decorations.from(field, (held) => held.drawn),
});

const hover = CM.hoverTooltip((view, at) => {
  const here = view.state.field(marksField).marks.filter((mark) => mark.from <= at && at <= mark.to);
  if (!here.length) return null;
  return {
    pos: here[0].from,
    end: here[0].to,
    above: true,
    create() {
      const dom = document.createElement("div");
      dom.className = "studio-hover";
      for (const mark of here) {
        const line = document.createElement("div");
        line.textContent = mark.text;
        dom.append(line);
      }
      return { dom };
    },
  };
});

// Completion

const points = (text) => [...text].length;
const units = (text, count) => {
  let at = 0;
  for (const character of text) {
    if (count-- <= 0) break;
    at += character.length;
  }
  return at;
};

function completionOf(held) {
  return async (context) => {
    if (held.options.readOnly) return null;
    const text = context.state.doc.toString();
    const before = text.slice(Math.max(0, context.pos - 80), context.pos);
    if (!context.explicit && !/[\w-]$|[:,\-] $|[{[]$/.test(before)) return null;
    const answer = await fetch("/studio/complete", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ client: held.options.client, text, at: points(text.slice(0, context.pos)) }),
    });
    if (!answer.ok || context.aborted) return null;
    const found = await answer.json();
    if (!found.options.length) return null;
    return {
      from: units(text, found.start),
      to: units(text, found.end),
      validFor: /^[\w.-]*$/,
      options: found.options.map((option, at) => ({
        label: option.label,
        detail: option.required ? held.options.words.required : undefined,
        info: option.info || undefined,
        type: option.kind === "key" || option.kind === "fact" ? "property" : "constant",
        boost: 99 - Math.min(at, 198),
        apply(view, _, from, to) {
          const caret = from + units(option.insert, option.caret);
          view.dispatch({
            changes: { from, to, insert: option.insert },
            selection: { anchor: caret },
            scrollIntoView: true,
            userEvent: "input.complete",
          });
          if (option.caret < option.insert.length || /[\s{[]$/.test(option.insert)) setTimeout(() => offer(view), 0);
        },
      })),
    };
  };
}

// What is not in the package's exports is asked for through the keys that it listens to.
const offer = (view) => CM.runScopeHandlers(view, new KeyboardEvent("keydown", { key: " ", ctrlKey: true }), "editor");

function takeWithTab() {
  const chosen = document.querySelector(".cm-tooltip-autocomplete li[aria-selected=true]");
  if (!chosen) return false;
  chosen.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
  return true;
}

// Text: sent whole, and kept in the browser until the server says that it is on the disk

const slot = (held) => `dunning studio ${held.options.file}`;

function keepHere(held, text) {
  try {
    localStorage.setItem(slot(held), JSON.stringify({ text, base: held.options.base, number: held.number }));
  } catch {
    // no room or not allowed: the server keeps it
  }
}

function send(held) {
  clearTimeout(held.timer);
  held.timer = null;
  if (!held.view.dom.isConnected) return;
  emitText("studio_text", held.view.state.doc.toString(), { element: held.id, number: held.number });
}

// A long text goes in parts: a single message that is too long is not sent at all. No character is cut in two.
const PART = 100_000;
function emitText(name, text, more) {
  let from = 0;
  do {
    let to = Math.min(from + PART, text.length);
    if (to < text.length && /[\uD800-\uDBFF]/.test(text[to - 1])) to -= 1;
    emitEvent(name, { ...more, text: text.slice(from, to), first: from === 0, last: to === text.length });
    from = to;
  } while (from < text.length);
}

function follow(held) {
  return CM.EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    held.number += 1;
    keepHere(held, update.state.doc.toString());
    held.timer ??= setTimeout(() => send(held), 40);
  });
}

// Light and dark follow the page, which follows the system or what was chosen

const dress = (id) => getElement(id)?.setTheme(document.body.classList.contains("body--dark") ? "githubDark" : "githubLight");

new MutationObserver(() => {
  for (const held of views.values()) if (held.view.dom.isConnected) dress(held.id);
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });

// What the page calls

export function attach(id, options) {
  attached.set(id, attaching(id, options));
}

async function attaching(id, options) {
  const component = getElement(id);
  if (!component) return null; // another file was opened meanwhile
  const view = await component.editorPromise;
  const held = { id, view, options, number: 0, timer: null, readOnly: new CM.Compartment(), label: new CM.Compartment() };
  const sources = [{ autocomplete: completionOf(held) }]; // the same each time it is asked for, or it is asked without end
  component.emitting = false; // the text is sent from here, in parts where it is long
  views.set(id, held);
  dress(id);
  view.dispatch({
    effects: CM.StateEffect.appendConfig.of([
      marksField,
      hover,
      CM.gutter({ class: "studio-signs", markers: (one) => one.state.field(marksField).signs, initialSpacer: () => new Sign(true) }),
      CM.EditorState.languageData.of(() => sources),
      CM.Prec.highest(
        CM.keymap.of([
          { key: "Tab", run: takeWithTab },
          { key: "F8", run: (one) => toNext(one, 1), shift: (one) => toNext(one, -1) },
          { key: "Mod-s", preventDefault: true, run: () => (save(held), true) },
        ]),
      ),
      CM.tooltips({ parent: document.body }),
      held.readOnly.of(CM.EditorState.readOnly.of(options.readOnly)),
      held.label.of(named(options)),
      follow(held),
    ]),
  });
  for (const [other, one] of views) {
    if (one.view.dom.isConnected) continue;
    views.delete(other);
    attached.delete(other);
  }
  if (view.state.doc.toString() === component.value) {
    bringBack(held);
  } else {
    held.number += 1; // somebody was faster than this
    keepHere(held, view.state.doc.toString());
    send(held);
  }
  return held;
}

const named = (options) =>
  CM.EditorView.contentAttributes.of({
    "aria-label": options.words.text,
    "aria-describedby": "studio-editor-help",
    spellcheck: "false",
    autocapitalize: "off",
  });

function bringBack(held) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(slot(held)));
  } catch {
    return;
  }
  if (!kept || held.options.readOnly) return;
  if (kept.text === held.view.state.doc.toString()) localStorage.removeItem(slot(held));
  else emitText("studio_brought_back", kept.text, { element: held.id, base: kept.base });
}

function save(held) {
  send(held);
  emitEvent("studio_save", { element: held.id });
}

function toNext(view, step) {
  const marks = view.state.field(marksField).marks.filter((mark) => mark.kind !== "related");
  if (!marks.length) return true;
  marks.sort((one, other) => one.from - other.from);
  const at = view.state.selection.main.head;
  const next =
    step > 0
      ? (marks.find((mark) => mark.from > at) ?? marks[0])
      : (marks.findLast((mark) => mark.from < at) ?? marks[marks.length - 1]);
  select(view, next.from, next.from);
  tell(next.text);
  return true;
}

function select(view, from, to) {
  view.dispatch({ selection: { anchor: from, head: to }, effects: CM.EditorView.scrollIntoView(from, { y: "center" }) });
  view.focus();
}

function tell(text) {
  const told = document.getElementById("studio-told");
  if (told) told.textContent = text;
}

export async function mark(id, number, marks) {
  const held = await attached.get(id);
  if (!held || held.number !== number) return;
  const length = held.view.state.doc.length;
  held.view.dispatch({ effects: setMarks.of(marks.filter((one) => one.from < one.to && one.to <= length)) });
}

export async function go(id, from, to) {
  const held = await attached.get(id);
  if (!held) return;
  const length = held.view.state.doc.length;
  select(held.view, Math.min(from, length), Math.min(to, length));
}

export async function replace(id, text) {
  const held = await attached.get(id);
  if (!held) return;
  held.view.dispatch({ changes: { from: 0, to: held.view.state.doc.length, insert: text }, userEvent: "input.paste" });
  send(held);
  held.view.focus();
}

export async function kept(id, number, base) {
  const held = await attached.get(id);
  if (!held) return;
  held.options.base = base;
  if (held.number === number) localStorage.removeItem(slot(held));
}

export async function change(id, options) {
  const held = await attached.get(id);
  if (!held) return;
  held.options = { ...held.options, ...options };
  held.view.dispatch({
    effects: [
      held.readOnly.reconfigure(CM.EditorState.readOnly.of(held.options.readOnly)),
      held.label.reconfigure(named(held.options)),
    ],
  });
}

// Saving works from everywhere on the page, and nothing is lost when it is left.
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
  event.preventDefault();
  for (const held of views.values()) if (held.view.dom.isConnected) save(held);
});
addEventListener("studio-save", () => {
  for (const held of views.values()) if (held.view.dom.isConnected) save(held);
});
addEventListener("pagehide", () => {
  for (const held of views.values()) if (held.timer) send(held);
});
