// The first words of the overview, which the server wrote, stand over the page until the page says them itself. Then they
// go at once, and the page is seen: where its run has ended and nothing of it moves any more, or a while after its own
// sentence is there. Where something else is said in its place, such as a fault, they go too.
(() => {
  const first = document.getElementById("first");
  if (!first) return;

  const STILL_MS = 400; // how long nothing is drawn: what the page draws in its own time moves the rest
  const LONGEST_MS = 5000; // how long a page may take to draw what follows its sentence
  const LATE_MS = 20; // a clock is asked a little after the time
  const SENTENCE = '.st-key-verdict [data-testid="stAlert"]';
  const RESTED = '[data-testid="stApp"][data-test-script-state="notRunning"]';
  const DRAWN = '[data-testid="stMain"] [data-testid="stElementContainer"]';
  const ASIDE = '[role="dialog"], [data-testid="stException"], [data-testid="stConnectionError"]';
  let since = 0; // ms of the clock, when something of the page was first seen
  let stirred = 0; // and when something was drawn last
  let timer = 0;

  const look = () => {
    const drawn = document.querySelector(SENTENCE) || (document.querySelector(RESTED) && document.querySelector(DRAWN));
    const now = Date.now();
    since = since || (drawn ? now : 0);
    const still = since && document.querySelector(RESTED) && now - stirred >= STILL_MS;
    if (still || document.querySelector(ASIDE) || (since && now - since >= LONGEST_MS)) {
      seen.disconnect();
      clearTimeout(timer);
      first.remove();
    }
  };
  const stir = () => {
    stirred = Date.now();
    clearTimeout(timer);
    timer = setTimeout(look, STILL_MS + LATE_MS);
    look();
  };
  const seen = new MutationObserver(stir);
  seen.observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"],
  });
  stir();
})();
