/** The address follows the state; Back and Forward bring the state back. */
import { readHash, writeHash } from "../model/state.js";

const SETTLE_MS = 200;
const LOOKS = ["views", "divider", "lang", "theme"]; // fields whose change is nothing to take back

/**
 * @param {import("../types.js").Store} store
 * @param {import("../types.js").Known} known
 * @param {(patch: Partial<import("../types.js").State>) => void} apply
 */
export function followAddress(store, known, apply) {
  let timer = 0;
  let restoring = false;
  let jumped = false;

  const write = () => {
    const hash = writeHash(store.get(), known);
    if (hash !== location.hash) keep(jumped ? "pushState" : "replaceState", hash);
    jumped = false;
  };
  store.listen((_state, _old, changed, how) => {
    if (restoring) return;
    jumped ||= how === "jump" && [...changed].some((field) => !LOOKS.includes(field));
    window.clearTimeout(timer);
    timer = window.setTimeout(write, SETTLE_MS);
  });
  window.addEventListener("popstate", () => {
    const patch = readHash(location.hash, known);
    restoring = true;
    window.clearTimeout(timer);
    jumped = false;
    apply({ as: "", agreed: "", theme: "", step: 0, compare: null, ...patch });
    restoring = false;
    keep("replaceState", writeHash(store.get(), known)); // one that was written by hand says what is shown
  });
  keep("replaceState", writeHash(store.get(), known));
}

/** Write the address, where the page may: one in another's `srcdoc` has no address of its own. @param {"pushState" | "replaceState"} how @param {string} hash */
function keep(how, hash) {
  try {
    history[how](null, "", hash);
  } catch (error) {
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
  }
}
