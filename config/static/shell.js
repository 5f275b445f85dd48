// The shell: shortcuts, toasts, and htmx told who is asking. Every page loads it; nothing here knows a page.

// A page says `data-key="l"` on a link, button or field; the key then presses or focuses it.
// In a box that was just ticked nobody types: the keys go on working there.
const BOXES = "[type=checkbox], [type=radio], [type=button], [type=submit]";
const typing = (target) => target.isContentEditable || target.matches?.(`textarea, select, input:not(${BOXES})`);

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.shortcuts !== "on" || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    document.getElementById("shortcuts")?.showModal();
    return event.preventDefault();
  }
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target || target.closest("[hidden]")) return;
  event.preventDefault();
  if (typing(target)) return target.focus();
  target.click();
  // what was folded is opened to be filled in
  if (!target.matches("details[open] > summary")) return;
  target.parentElement.querySelector("input:not([type=hidden])")?.focus();
  intoView(target.parentElement);
});

// What somebody works in is seen from its top where it goes on below the window; `data-in-view` says so of a part that
// grows with what is typed in it.
function intoView(part) {
  if (part.getBoundingClientRect().bottom > innerHeight) part.scrollIntoView({ block: "start" });
}
document.addEventListener("htmx:afterSettle", () => {
  const part = document.activeElement?.closest("[data-in-view]");
  if (part) intoView(part);
});

// A click beside a dialog closes it, as Esc does.
document.addEventListener("click", (event) => {
  if (event.target.matches?.("dialog[open]") && event.target.dataset.stay === undefined) event.target.close();
});

// What is proposed in a field gives way to what is typed.
document.addEventListener("focusin", ({ target }) => { if (target.dataset?.select !== undefined) target.select(); });

// `data-send` on a button: Ctrl Enter presses it from anywhere; on a field, Enter sends its form and Shift Enter is a new line.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.repeat || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const field = event.target.matches?.("textarea[data-send]") && !event.shiftKey ? event.target : null;
  const button = field ? field.form.querySelector("button") : (event.ctrlKey || event.metaKey) && document.querySelector("button[data-send]");
  if (!button) return;
  event.preventDefault();
  button.click();
});

// J and K go through the rows of a list, each by the link it is opened with.
document.addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key.toLowerCase()];
  if (!step || event.defaultPrevented || document.body.dataset.shortcuts !== "on" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target) || document.querySelector("dialog[open], [popover]:popover-open")) return;
  const rows = [...document.querySelectorAll("main :is(table.records > tbody > tr, ul.entries > li):has(a[href])")];
  if (!rows.length) return;
  const at = rows.indexOf(event.target.closest("tr, li"));
  const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
  event.preventDefault();
  row.querySelector("a[href]").focus();
  row.scrollIntoView({ block: "nearest" });
});

// Focus never falls to nowhere: a new page is read from its beginning, who undid in a toast goes on where they were.
const main = document.querySelector("main");
let lastFocused = null;
document.addEventListener("focusin", ({ target }) => { if (!target.closest(".toast")) lastFocused = target; });
function goOn() {
  if (document.activeElement === document.body) (lastFocused?.isConnected ? lastFocused : main)?.focus({ preventScroll: true });
}

// Toasts. Scripts send `toast` events: { text, error, act, run, href }. Those from the server stand in the page already.
const toasts = document.getElementById("toasts");

function watch(toast) {
  const seconds = toast.querySelector("button, a") ? 10 : 5;
  let timer;
  const leave = () => { timer = setTimeout(() => toast.remove(), seconds * 1000); };
  const stay = () => clearTimeout(timer);
  for (const name of ["mouseenter", "focusin"]) toast.addEventListener(name, stay);
  for (const name of ["mouseleave", "focusout"]) toast.addEventListener(name, leave);
  leave();
}

function show({ text, error = false, act = "", run = null, href = "" }) {
  const toast = document.createElement("div");
  toast.className = error ? "toast error" : "toast";
  toast.append(text);
  if (act) {
    const control = document.createElement(href ? "a" : "button");
    control.textContent = act;
    if (href) Object.assign(control, { href, target: "_blank", rel: "opener" });
    else control.type = "button";
    control.addEventListener("click", () => { toast.remove(); run?.(); goOn(); });
    toast.append(control);
  }
  toasts.append(toast);
}

toasts.querySelectorAll(".toast").forEach(watch);
// Once the scripts of the page itself had their say; one that says `data-takes-focus` knows better where to begin.
addEventListener("DOMContentLoaded", () => { if (!location.hash && !document.querySelector("[data-takes-focus], [autofocus]:not(dialog *, [popover] *)")) goOn(); });
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) if (node.classList?.contains("toast")) watch(node);
}).observe(toasts, { childList: true });
document.addEventListener("toast", (event) => show(event.detail));

// The token is read when it is sent: it changes when somebody signs in again in another tab.
const csrfToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = csrfToken(); });
document.addEventListener("signed-out", () => {
  show({ text: "You are signed out. What you typed is kept.", error: true, act: "Sign in again", href: document.body.dataset.login });
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => show({ text: "Not saved. The server did not answer.", error: true }));
}
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (status === 401) return;
  show({ text: status === 403 ? "You may not do this." : `Not done. The server answered ${status}.`, error: true });
});

// Who is signed in to this browser, for pages that open without the server: they show nobody else's drafts.
const { user: signedIn } = document.body.dataset;
if (signedIn) localStorage.setItem("groundwork:user", signedIn);
else if (signedIn === "") localStorage.removeItem("groundwork:user");
