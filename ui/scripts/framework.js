// The framework writes some words in English alone: they are put into the language of the page, and into another when it
// changes. LANGUAGES (written before this by the server) has for each language its words for those of any other; they are
// matched whole, so that no text of a file is touched; a label "Word: caption" has its word changed. The page says its
// language as the address has it.
(() => {
  if (window.otopFramework) return;
  window.otopFramework = true;

  const ATTRIBUTES = ["aria-label", "title", "placeholder"];
  const language = () => {
    const asked = new URLSearchParams(location.search).get("lang");
    return Object.hasOwn(LANGUAGES.words, asked) ? asked : LANGUAGES.first;
  };
  let words = LANGUAGES.words[language()];

  const other = (text) => {
    const [, before, word, rest] = /^(\s*)(.*?)(\s*|: .*)$/s.exec(text) ?? [];
    return Object.hasOwn(words, word) ? before + words[word] + rest : null;
  };
  // What the uploader says of a file that did not come is known by its form: which of our sentences stands for it.
  const REFUSED = [
    [/^File must be .+ or smaller\.$/, "upload_large"],
    [/^\w*Error: Request failed with status code 413$/, "upload_large"],
    [/^\w*Error: Request failed with status code 40[013]$/, "upload_ended"],
    [/^\w*Error: Request failed with status code 409$/, "upload_elsewhere"],
    [/^(\w*Error: .+|Unexpected error\. .+|.* files are not allowed\.|File size is too small\.)$/s, "upload_lost"],
  ];
  const OF_UPLOADER = "[data-testid=stFileUploader], [role=tooltip], [data-testid=stTooltipErrorContent]";
  const refused = (node) => {
    if (!/rror|smaller|allowed|small/.test(node.nodeValue) || !node.parentElement?.closest(OF_UPLOADER)) return null;
    if (node.nodeValue === "Error: ") return "";
    const [, name] = REFUSED.find(([form]) => form.test(node.nodeValue)) ?? [];
    return name ? LANGUAGES.refused[language()][name] : null;
  };
  // What of the menu at the top has no room: "1 more".
  const counted = (node) => {
    const number = node.parentElement?.closest("[data-testid=stTopNavSection]") && /\d+/.exec(node.nodeValue)?.[0];
    return number ? other(node.nodeValue.replace(number, "{n}"))?.replace("{n}", number) ?? null : null;
  };
  const text = (node) => {
    const found = other(node.nodeValue) ?? refused(node) ?? counted(node);
    if (found !== null && found !== node.nodeValue) node.nodeValue = found;
  };
  const attributes = (element) => {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      const found = value ? other(value) : null;
      if (found !== null) element.setAttribute(name, found);
    }
  };
  // A part of the menu at the side stands in a list of pages as what no list may hold.
  const part = (element) => {
    if (element.matches("[data-testid=stSidebarNavItems] > div")) element.setAttribute("role", "listitem");
    if (element.matches("[data-testid=stSidebarNavItems] > div > li")) element.setAttribute("role", "none");
  };
  const visit = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return text(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      node.nodeType === Node.TEXT_NODE ? text(node) : (attributes(node), part(node));
    }
  };

  const turned = () => {
    const present = LANGUAGES.words[language()];
    if (present === words) return false;
    words = present;
    document.documentElement.lang = language();
    visit(document.body);
    return true;
  };

  new MutationObserver((changes) => {
    if (turned()) return;
    for (const change of changes) {
      if (change.type === "attributes") attributes(change.target);
      else if (change.type === "characterData") text(change.target);
      else change.addedNodes.forEach(visit);
    }
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
  visit(document.body);
  setInterval(turned, 250); // the address may change after all else of the page has
})();
