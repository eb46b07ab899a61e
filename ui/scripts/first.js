// The first words of the overview, which the server wrote, stand over the page until the page says them itself. Then they
// go at once, and the page is seen: where its run has ended and nothing of it moves any more, or a while after that end.
// Where something else is said in its place, such as a fault, they go too.
(() => {
  const first = document.getElementById("first");
  if (!first) return;

  const STILL_MS = 400; // how long nothing is drawn: what the page draws in its own time moves the rest
  const LONGEST_MS = 5000; // how long a page whose run has ended may go on drawing
  const PATIENCE_MS = 60000; // nothing is waited for longer, however slow the line
  const LATE_MS = 20; // a clock is asked a little after the time
  const SENTENCE = '.st-key-verdict [data-testid="stAlert"]';
  const RESTED = '[data-testid="stApp"][data-test-script-state="notRunning"]';
  const DRAWN = '[data-testid="stMain"] [data-testid="stElementContainer"]';
  const AWAITED = '[data-testid="stMain"] [data-testid="stSkeleton"]'; // what its own script has not come for
  const ASIDE = '[role="dialog"], [data-testid="stException"], [data-testid="stConnectionError"]';
  let begun = 0; // ms of the clock, when something of the page was first seen
  let since = 0; // and since when it is there and no run is under way
  let stirred = 0; // and when something was drawn last
  let timer = 0;

  const look = () => {
    const rested = document.querySelector(RESTED) !== null;
    const drawn = document.querySelector(SENTENCE) || (rested && document.querySelector(DRAWN));
    const now = Date.now();
    begun = begun || (drawn ? now : 0);
    since = rested && drawn ? since || now : 0;
    const awaited = [...document.querySelectorAll(AWAITED)].some((one) => one.getBoundingClientRect().top < innerHeight);
    const still = since && !awaited && now - stirred >= STILL_MS;
    const late = (since && now - since >= LONGEST_MS) || (begun && now - begun >= PATIENCE_MS);
    clearTimeout(timer);
    if (still || late || document.querySelector(ASIDE)) {
      seen.disconnect();
      first.remove();
    } else {
      timer = setTimeout(look, STILL_MS + LATE_MS);
    }
  };
  const stir = () => {
    stirred = Date.now();
    look();
  };
  const seen = new MutationObserver(stir);
  seen.observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"],
  });
  stir();
})();
