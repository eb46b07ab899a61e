// The framework writes some words in English alone: on a Thai page they are put into Thai, and back when the language
// changes. WORDS (English to Thai, written before this by the server) are matched whole, so that no text of a file is
// touched; a label "Word: caption" has its word changed. The page says its language as the address has it.
(() => {
  if (window.otopFramework) return;
  window.otopFramework = true;

  const ATTRIBUTES = ["aria-label", "title", "placeholder"];
  const toEnglish = Object.fromEntries(Object.entries(WORDS).map(([en, th]) => [th, en]));
  const thai = () => new URLSearchParams(location.search).get("lang") !== "en";
  let words = thai() ? WORDS : toEnglish;

  const other = (text) => {
    const [, before, word, rest] = /^(\s*)(.*?)(\s*|: .*)$/s.exec(text) ?? [];
    return Object.hasOwn(words, word) ? before + words[word] + rest : null;
  };
  const text = (node) => {
    const found = other(node.nodeValue);
    if (found !== null) node.nodeValue = found;
  };
  const attributes = (element) => {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      const found = value ? other(value) : null;
      if (found !== null) element.setAttribute(name, found);
    }
  };
  const visit = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return text(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      node.nodeType === Node.TEXT_NODE ? text(node) : attributes(node);
    }
  };

  new MutationObserver((changes) => {
    const present = thai() ? WORDS : toEnglish;
    if (present !== words) {
      words = present;
      document.documentElement.lang = thai() ? "th" : "en";
      visit(document.body);
      return;
    }
    for (const change of changes) {
      if (change.type === "attributes") attributes(change.target);
      else if (change.type === "characterData") text(change.target);
      else change.addedNodes.forEach(visit);
    }
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
  visit(document.body);
})();
