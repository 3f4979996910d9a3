/** Elements without markup strings: text from data only ever becomes a text node or an attribute. */

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * @param {string} name
 * @param {Record<string, unknown>} [attributes]  `on...` functions become listeners; false and null are left out
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  fill(element, ...children);
  return element;
}

/** Polish leaves no word of one letter at the end of a line. @param {string} text @param {string} lang */
export function bound(text, lang) {
  return lang === "pl" ? text.replace(/(?<![\p{L}\p{N}])([aiouwz]) (?=\S)/giu, "$1\u00a0") : text;
}

/** Add children to an element. @param {Element} element @param {...(Child | Child[])} children */
export function fill(element, ...children) {
  const lang = element.getAttribute("lang") ?? document.documentElement.lang;
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(bound(String(child), lang)));
  }
  return element;
}

/** Replace what an element holds. @param {Element} element @param {...(Child | Child[])} children */
export function refill(element, ...children) {
  element.replaceChildren();
  return fill(element, ...children);
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function s(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/**
 * A group whose elements stand in the order of their numbers; an element that stands is not moved, so it keeps the focus.
 * @param {Element} group
 */
export function orderedGroup(group) {
  /** @type {number[]} */
  const numbers = [];
  /** @type {Map<number, Element>} */
  const standing = new Map();
  return {
    /** @param {number} number @param {Element} element */
    put(number, element) {
      if (standing.has(number)) return;
      const at = firstFrom(numbers, number);
      group.insertBefore(element, standing.get(numbers[at]) ?? null);
      numbers.splice(at, 0, number);
      standing.set(number, element);
    },
    /** @param {number} number */
    take(number) {
      const element = standing.get(number);
      if (!element) return;
      element.remove();
      standing.delete(number);
      numbers.splice(firstFrom(numbers, number), 1);
    },
    /** @param {number} number */
    get: (number) => standing.get(number),
    keys: () => standing.keys(),
    entries: () => standing.entries(),
  };
}

/** The position of the first of some ascending numbers that is not below one. @param {number[]} numbers @param {number} least */
function firstFrom(numbers, least) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** An icon of the page's own, drawn in strokes on a 20-pixel square. @param {string} path */
export function icon(path) {
  return s(
    "svg",
    { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" },
    s("path", { d: path }),
  );
}

/** Hand a text or blob to the reader as a file. @param {string} name @param {string | Blob} content @param {string} [type] */
export function saveFile(name, content, type = "text/plain;charset=utf-8") {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = h("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Call back at most once a frame; `now` does so at once, in place of a call that is due. @param {() => void} task */
export function onceAFrame(task) {
  let due = 0;
  function now() {
    cancelAnimationFrame(due);
    due = 0;
    task();
  }
  function soon() {
    due ||= requestAnimationFrame(now);
  }
  return Object.assign(soon, { now });
}

/** Let a group hold elements in this order and no others; one that stands where it should is not moved, so it keeps the focus. @param {Element} group @param {Element[]} wanted */
export function arrange(group, wanted) {
  const kept = new Set(wanted);
  for (const old of [...group.children]) if (!kept.has(old)) old.remove();
  let next = group.firstElementChild;
  for (const element of wanted)
    if (element === next) next = next.nextElementSibling;
    else group.insertBefore(element, next);
}

/**
 * Fill a group with elements by key: what stood there before stays as it is.
 * @param {SVGElement} group
 */
export function keyedGroup(group) {
  /** @type {Map<string, SVGElement>} */
  let standing = new Map();
  let joined = "";
  return (/** @type {[string, () => SVGElement][]} */ wanted) => {
    const now = wanted.map(([key]) => key).join("\n");
    if (now === joined) return;
    joined = now;
    const next = new Map(wanted.map(([key, make]) => [key, standing.get(key) ?? make()]));
    for (const [key, element] of standing) if (!next.has(key)) element.remove();
    for (const element of next.values()) if (element.parentNode !== group) group.append(element);
    standing = next;
  };
}
