// Links and rows that lead to rows.
//
// A line to follow up (st-key-needs) opens its page at the rows that it is about, as one entry of the browser's history;
// so does the "?" of a page (st-key-band-guide) with the guide.
// In a table inside st-key-opens-… a press anywhere in a row picks the row, as a press on its box does; Enter picks the
// row that the keyboard stands on. What was opened (st-key-opened-…) is gone to; once it is closed, by its button or by
// Back, the page stands where it stood before. Without this script links lead to their pages, and the box opens a row.
(() => {
  if (window.otopRows) return;
  window.otopRows = true;

  const LINE = ':is(.st-key-needs, .st-key-band-guide) [data-testid="stPageLink"] a';
  const TABLE = '[class*="st-key-opens-"] [data-testid="stDataFrame"]';
  const OPENED = '[class*="st-key-opened-"]';
  const BOX_MIDDLE_PX = 16;
  const BELOW_MENU_PX = 72;
  const BUSY =
    '[data-testid="stApp"]:not([data-test-script-state="notRunning"]), [data-testid="stMain"] [data-stale="true"], ' +
    '[data-testid="stMain"] [data-testid="stVegaLiteChart"]:not(:has(svg, canvas))';
  const SOON_MS = 4000; // a card that has not come by then, and nothing is under way: none comes
  const SETTLED_MS = 4000; // by when a page that is not busy has taken its height
  const STILL_MS = 800; // a page that is not busy, and that nothing has moved for so long, is drawn
  const PATIENCE_MS = 60000; // nothing is waited for longer, however slow the line
  let asked = null; // what was pressed: { before: address, at: ms }
  let asking = 0; // the timer that looks again whether what was pressed has come
  let left = null; // where the page stood before: { top: px, table: the table pressed }
  let held = null; // the page is brought to a place while it is drawn: { off: () => px to go, until, moved, end: ms }

  const page = () => document.querySelector('[data-testid="stMain"]');
  const busy = () => document.querySelector(BUSY) !== null;

  const ask = (table, before = location.href) => {
    if (!document.querySelector(OPENED)) left = { top: page()?.scrollTop ?? 0, table };
    asked = { before, at: Date.now() };
    clearInterval(asking);
    asking = setInterval(look, SOON_MS / 8);
  };

  // Whoever moves the page meanwhile is let be.
  const hold = (off) => {
    const now = Date.now();
    held = { off, until: now + SETTLED_MS, moved: now, end: now + PATIENCE_MS };
    requestAnimationFrame(step);
  };
  const step = () => {
    if (!held) return;
    const now = Date.now();
    if (busy()) [held.moved, held.until] = [now, Math.min(now + SETTLED_MS, held.end)];
    if (now > Math.min(held.until, held.moved + STILL_MS)) return;
    const by = held.off();
    if (Math.abs(by) > 1) {
      const before = page()?.scrollTop;
      page()?.scrollBy(0, by);
      if (page()?.scrollTop !== before || by > 0) held.moved = Date.now(); // a page too short for it still grows
    }
    requestAnimationFrame(step);
  };
  for (const name of ["wheel", "touchstart", "pointerdown", "keydown"])
    document.addEventListener(name, (event) => event.isTrusted && (held = null), { capture: true, passive: true });

  const enter = (opened) => {
    opened.setAttribute("tabindex", "-1");
    opened.focus({ preventScroll: true });
  };
  const look = () => {
    const opened = document.querySelector(OPENED);
    const waited = asked ? Date.now() - asked.at : 0;
    const late = waited >= PATIENCE_MS || (waited >= SOON_MS && !busy());
    if (!asked) clearInterval(asking);
    if (asked && opened && (late || location.href !== asked.before)) {
      asked = null;
      enter(opened);
      hold(() => {
        const now = document.querySelector(OPENED); // a run may draw it anew, and the focus goes with the old one
        if (now && now !== opened && document.activeElement === document.body) enter(now);
        return now ? now.getBoundingClientRect().top - BELOW_MENU_PX : 0;
      });
    } else if (late) {
      asked = null;
    }
    if (!asked && !opened && left) {
      const { top, table } = left;
      left = null;
      if (document.activeElement === document.body) table?.querySelector("canvas")?.focus({ preventScroll: true });
      hold(() => top - (page()?.scrollTop ?? top));
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });

  // Streamlit tells the browser a new query before the new page, and each would be an entry: the query goes first.
  const line = (event) => {
    const link = event.isTrusted && event.target.closest?.(LINE);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    history.replaceState(history.state, "", location.pathname + new URL(link.href).search);
    ask(null);
  };
  document.addEventListener("click", line, true);
  if (new URLSearchParams(location.search).has("at")) ask(null, ""); // a link to a part of the guide, opened as it is

  const press = (target, x, y) => {
    const where = { bubbles: true, cancelable: true, clientX: x, clientY: y, pointerId: 1, isPrimary: true };
    for (const name of ["pointermove", "pointerdown", "pointerup"])
      target.dispatchEvent(new PointerEvent(name, { ...where, pointerType: "mouse" }));
    for (const name of ["mousemove", "mousedown", "mouseup", "click"]) target.dispatchEvent(new MouseEvent(name, where));
  };
  const tap = (event) => {
    const table = event.isTrusted && event.target.closest?.(TABLE);
    const canvas = table && table.querySelector("canvas");
    if (!canvas || !canvas.parentElement.parentElement.contains(event.target)) return;
    const edge = canvas.getBoundingClientRect().left;
    ask(table);
    if (event.clientX > edge + 2 * BOX_MIDDLE_PX) press(event.target, edge + BOX_MIDDLE_PX, event.clientY);
  };
  document.addEventListener("click", tap);

  const key = (event) => {
    const table = event.isTrusted && event.target.closest?.("canvas") && event.target.closest(TABLE);
    if (!table || (event.key !== "Enter" && event.key !== " ")) return;
    if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      const space = { key: " ", code: "Space", keyCode: 32, shiftKey: true, bubbles: true, cancelable: true };
      event.target.dispatchEvent(new KeyboardEvent("keydown", space));
    }
    ask(table);
  };
  document.addEventListener("keydown", key, true);
})();
